package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first page of the sign-up: which number, and whether the text gets there. */
class SignUpPhoneIT {

  private static final String INVALID = "This is not a valid phone number.";

  private enum Forbidden {
    LANDLINE("Use a mobile number. We cannot send codes to landlines."),
    FOREIGN("We can send codes to numbers of these countries only: South Korea."),
    TOLL_FREE(
        "We cannot send codes to this kind of number. Use a mobile number of a supported country.");

    private final String error;

    Forbidden(String error) {
      this.error = error;
    }
  }

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @BeforeAll
  static void textsGoToKoreaOnly() {
    REALM.setPolicy(Map.of("allowed-countries", "KR"));
  }

  @Test
  void pageAsksForAPhoneInWaysThatBrowsersUnderstand() {
    Page page = SignUp.begin(REALM).page();

    Element field = page.form().field("phone");
    assertThat(page.title()).isEqualTo("Sign up with your phone number");
    assertThat(field.attr("type")).isEqualTo("tel");
    assertThat(field.attr("autocomplete")).isEqualTo("tel");
  }

  @Test
  void numberWithAnAccountLeadsToTheLoginWithTheNumber() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner.withPhone(owner.phone(), true));
    SignUp signUp = SignUp.begin(REALM).prove(owner.phone());

    Page login = signUp.page().click("#phone-identity-log-in");

    assertThat(login.form().value("username")).isEqualTo(Unique.national(owner.phone()));
    Page done = login.form().type("password", owner.password()).submit();
    assertThat(done.callback()).containsKey("code");
  }

  @Test
  void numberOfTheLoginHintFillsItsFieldAndBecomesNoUsername() {
    String phone = Unique.phone();
    Browser browser = new Browser();
    Page page = REALM.login().with("prompt", "create").with("login_hint", phone).start(browser);

    assertThat(page.form().value("phone")).isEqualTo(phone);
    Page form = SignUp.begin(REALM, browser).goTo(page).prove(phone).page();
    assertThat(form.has("#kc-register-form")).isTrue();
    assertThat(form.form("#kc-register-form").value("username")).isEmpty();
  }

  @Test
  void pageHasAnExampleOfTheDefaultCountry() {
    assertThat(SignUp.begin(REALM).page().html().select("#phone-hint").text())
        .contains("010-2000-0000");
  }

  @Test
  void blankNumberIsAskedForAgain() {
    Page page = SignUp.begin(REALM).phone("  ").page();

    assertThat(page.errorAt("phone")).contains("Enter your phone number.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "kim01012345678",
        "+",
        "010-1234-5678 ext. 9",
        "<b>010-1234-5678</b>",
        "' or 1=1 --"
      })
  void garbageIsToldOnTheFieldAndStaysThere(String typed) {
    Page page = SignUp.begin(REALM).phone(typed).page();

    assertThat(page.errorAt("phone")).contains(INVALID);
    assertThat(page.form().value("phone")).isEqualTo(typed);
    assertThat(page.form().field("phone").attr("aria-invalid")).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "010-1234, This number is too short. Check whether a digit is missing.",
    "+82 10-1234-5678-9012-3456, This number is too long. Check the digits."
  })
  void wrongLengthIsTold(String typed, String error) {
    assertThat(SignUp.begin(REALM).phone(typed).page().errorAt("phone")).contains(error);
  }

  @Test
  void numberWithANulIsGarbage() {
    Page page = SignUp.begin(REALM).phone(Unique.phone() + "\0").page();

    assertThat(page.errorAt("phone")).contains(INVALID);
  }

  @ParameterizedTest
  @CsvSource({
    "02-312-3456, LANDLINE",
    "+1 201-555-0123, FOREIGN",
    "＋８１９０１２３４５６７８, FOREIGN",
    "080-123-4567, TOLL_FREE"
  })
  void numberThatThePolicyForbidsGetsNoTextAndIsToldOnTheField(String typed, Forbidden kind) {
    Page page = SignUp.begin(REALM).phone(typed).page();

    assertThat(page.errorAt("phone")).contains(kind.error);
    assertThat(page.form().value("phone")).isEqualTo(typed);
  }

  @ParameterizedTest
  @EnumSource
  void everySpellingOfANumberReachesIt(Spelling spelling) {
    String phone = Unique.phone();

    SignUp signUp = SignUp.begin(REALM).phone(spelling.of(phone));

    assertThat(REALM.inbox().codeFor(phone)).hasSize(6);
    assertThat(signUp.page().text()).as("in full, for its owner").contains(Unique.national(phone));
  }

  @Test
  void koreanReaderIsAnsweredInKorean() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM, new Browser("ko"));

    assertThat(signUp.page().title()).isEqualTo("전화번호로 회원가입");
    assertThat(signUp.phone("02-312-3456").page().errorAt("phone"))
        .contains("휴대전화 번호를 입력하세요. 유선전화로는 인증번호를 보낼 수 없습니다.");
    signUp.phone(phone);
    assertThat(REALM.inbox().awaitText(phone).text()).contains("가입 인증번호");
    assertThat(signUp.code("12").page().errorAt("code")).contains("인증번호 6자리를 모두 입력하세요.");
  }

  @Test
  void numberThatHasAnAccountIsToldOnlyAfterTheCodeProvedIt() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    String stranger = Unique.phone();

    Page known = SignUp.begin(REALM).phone(owner.phone()).page();
    Page unknown = SignUp.begin(REALM).phone(stranger).page();

    assertThat(known.title()).isEqualTo(unknown.title()).isEqualTo("Enter the code");
    assertThat(known.status()).isEqualTo(unknown.status());
    assertThat(known.text().replaceAll("\\d", "#"))
        .isEqualTo(unknown.text().replaceAll("\\d", "#"));
    String code = REALM.inbox().codeFor(owner.phone());
    Page told = known.form().type("code", code).submit();
    assertThat(told.errorAt("phone"))
        .contains("This phone number already has an account. Log in, or reset your password.");
  }

  @Test
  void tooManyTextsAreToldWithTheWaitAndTheTypedNumberStays() {
    String phone = Unique.phone();
    SignUp.begin(REALM).phone(phone);

    Page page = SignUp.begin(REALM).phone(phone).page();

    assertThat(page.errorAt("phone"))
        .contains("Too many codes were requested. Try again in 1 minute.");
    assertThat(page.form().value("phone")).isEqualTo(phone);
    assertThat(REALM.inbox().awaitText(phone)).isNotNull();
    assertThat(REALM.inbox().countFor(phone)).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 429, 503})
  void failedDeliveryIsToldOnThePageAndCanBeTriedAgainAtOnce(int status) {
    String phone = Unique.phone();
    REALM.inbox().answer(phone, status);

    SignUp signUp = SignUp.begin(REALM).phone(phone);

    assertThat(signUp.page().has("#phone-identity-delivery-failed")).isTrue();
    assertThat(signUp.page().text()).contains("The text message could not be delivered.");
    REALM.inbox().answer(phone, 202);
    signUp.press("resend");
    assertThat(signUp.page().has("#phone-identity-delivery-failed")).isFalse();
    signUp.code(REALM.inbox().awaitText(phone, 2).code());
    assertThat(signUp.page().title()).isEqualTo("Create your account");
  }

  @Test
  void hangingGatewayIsToldWhenTheSignUpIsLoadedAgain() {
    String phone = Unique.phone();
    REALM.inbox().hold(phone);
    try {
      Browser browser = new Browser();

      SignUp signUp = SignUp.begin(REALM, browser).phone(phone);

      assertThat(signUp.page().title()).isEqualTo("Enter the code");
      await()
          .until(
              () -> browser.open(signUp.page().address()).has("#phone-identity-delivery-failed"));
      assertThat(REALM.inbox().countFor(phone)).isOne();
    } finally {
      REALM.inbox().release(phone);
    }
  }
}

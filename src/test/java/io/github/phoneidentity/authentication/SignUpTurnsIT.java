package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Wrong turns between the pages of a sign-up, and on whose machine they are answered. */
class SignUpTurnsIT {

  private static final String PHONE_PAGE = "Sign up with your phone number";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();
  private final Browser browser = new Browser();

  @Test
  void otherNodeFinishesWhatOneBegan() {
    KeycloakServer second = REALM.server().secondNode();
    SignUp signUp = SignUp.begin(REALM, browser).phone(user.phone());
    signUp.on(second).type("code", REALM.inbox().codeFor(user.phone()));

    // The node that sent the code shows the form, and the other one has made the proof.
    assertThat(signUp.page().title()).isEqualTo("Create your account");
    assertThat(signUp.fill(user).tokens().idClaims()).containsEntry("phone_number", user.phone());
  }

  @Test
  void formIsTakenByTheOtherNode() {
    KeycloakServer second = REALM.server().secondNode();

    SignUp.begin(REALM).prove(user.phone()).on(second).fill(user).done();

    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone()))).hasSize(1);
  }

  @Test
  void languageIsSwitchedInTheMiddle() {
    SignUp signUp = SignUp.begin(REALM, browser).phone(user.phone());
    String code = REALM.inbox().codeFor(user.phone());

    signUp.language("ko");
    assertThat(signUp.page().title()).isEqualTo("인증번호 입력");
    signUp.code(code).language("en");
    assertThat(signUp.page().title()).isEqualTo("Create your account");

    assertThat(signUp.fill(user).tokens().idClaims()).containsEntry("phone_number", user.phone());
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void signUpThatTookTooLongBeginsAnew() {
    SignUp signUp = SignUp.begin(REALM, browser).phone(user.phone());
    String code = REALM.inbox().codeFor(user.phone());

    Page page = Timeout.answer(REALM, browser, signUp.page(), Map.of("code", List.of(code)));

    assertThat(page.text()).contains("Your login attempt timed out");
    assertThat(page.has("input[name=code]")).isFalse();
    assertThat(page.has("#kc-register-form")).isFalse();
  }

  @Test
  void formThatTookTooLongHasLostItsProof() {
    SignUp signUp = SignUp.begin(REALM, browser).prove(user.phone());

    Page page = Timeout.answer(REALM, browser, signUp.page(), filledIn(user));

    assertThat(page.text()).contains("Your login attempt timed out");
    assertThat(REALM.userIds(Map.of("username", user.username(), "exact", true))).isEmpty();
    Page again = page.has("a[href*=registration]") ? page.click("a[href*=registration]") : page;
    assertThat(again.title()).isEqualTo(PHONE_PAGE);
  }

  @Test
  void numberTakenBeforeTheFormWasSentIsAskedForAgain() {
    SignUp signUp = SignUp.begin(REALM, browser).prove(user.phone());
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));

    signUp.fill(user);

    assertThat(signUp.page().title()).isEqualTo(PHONE_PAGE);
    assertThat(signUp.page().text()).contains("This phone number already has an account.");
    TestUser other = TestUser.random();
    assertThat(signUp.prove(other.phone()).fill(user).tokens().idClaims())
        .containsEntry("phone_number", other.phone());
  }

  @Test
  void numberTakenBeforeTheCodeWasTypedIsToldOnlyThen() {
    SignUp signUp = SignUp.begin(REALM, browser).phone(user.phone());
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));

    signUp.code(REALM.inbox().codeFor(user.phone()));

    assertThat(signUp.page().title()).isEqualTo(PHONE_PAGE);
    assertThat(signUp.page().errorAt("phone").orElseThrow())
        .contains("This phone number already has an account.");
  }

  @Test
  void provenNumberMayBeUsernameAndNickname() {
    String phone = Unique.phoneAsName();
    String number = Unique.national(phone).replace("-", "");
    TestUser named = user.withUsername(number).withNickname(number);

    SignUp signUp = SignUp.begin(REALM, browser).prove(phone).fill(named);

    assertThat(signUp.page().errorAt("username")).isEmpty();
    assertThat(signUp.tokens().idClaims())
        .containsEntry("preferred_username", number)
        .containsEntry("nickname", number);
    assertThat(REALM.passwordGrant(number, user.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void numberOfSomebodyElseIsNoNameEvenWhereItIsPostedAsOnesOwn() {
    String others = Unique.phoneAsName();
    String number = Unique.national(others).replace("-", "");
    SignUp signUp = SignUp.begin(REALM, browser).prove(user.phone());
    Map<String, List<String>> fields = filledIn(user.withUsername(number).withNickname(number));
    for (String prefix : List.of("", "user.attributes.")) {
      fields.put(prefix + "phoneNumber", List.of(others));
    }

    Page refused = browser.post(signUp.page().form().action(), fields);

    assertThat(refused.errorAt("username").orElseThrow()).contains("cannot look like");
    assertThat(refused.errorAt("nickname").orElseThrow()).contains("cannot look like");
    assertThat(REALM.userIds(Map.of("username", number, "exact", true))).isEmpty();
  }

  @Test
  void numberThatWasGivenUpIsNoNameAnyMore() {
    String first = Unique.phoneAsName();
    String number = Unique.national(first).replace("-", "");
    SignUp signUp = SignUp.begin(REALM, browser).prove(first);
    REALM.createUser(TestUser.random().withPhone(first, true));
    signUp.fill(user).prove(user.phone());

    Page refused = signUp.fill(user.withUsername(number)).page();

    assertThat(refused.errorAt("username")).isPresent();
  }

  private static Map<String, List<String>> filledIn(TestUser user) {
    return SignUpAttackIT.filledIn(user);
  }
}

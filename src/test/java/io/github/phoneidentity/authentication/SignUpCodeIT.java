package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.SmsInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The second page of the sign-up: the code, and what can be done when it does not come. */
class SignUpCodeIT {

  private static final String FORM = "Create your account";
  private static final Pattern CODE_LEFT = Pattern.compile("2 minutes \\d+ seconds?|3 minutes");
  private static final Pattern COOLDOWN_LEFT = Pattern.compile("\\d+ seconds?|1 minute");

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void pageAsksForACodeInWaysThatPhonesUnderstand() {
    String phone = Unique.phone();

    Page page = SignUp.begin(REALM).phone(phone).page();

    Element field = page.form().field("code");
    assertThat(field.attr("autocomplete")).isEqualTo("one-time-code");
    assertThat(field.attr("inputmode")).isEqualTo("numeric");
    assertThat(page.text()).contains("The code is valid for");
    assertThat(REALM.inbox().awaitText(phone).text())
        .endsWith("@" + REALM.server().baseUrl().getHost() + " #" + codeFor(phone));
    assertThat(page.body()).doesNotContain(codeFor(phone));
  }

  @Test
  void wrongCodeIsRejectedWithTheTriesThatAreLeftAndCanBeRetried() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);
    String code = codeFor(phone);

    assertThat(signUp.code(wrong(code)).page().errorAt("code"))
        .contains("This code is wrong. You can try 4 more times.");
    signUp.code(wrong(code)).code(wrong(code));
    assertThat(signUp.code(wrong(code)).page().errorAt("code"))
        .contains("This code is wrong. You can try once more.");
    assertThat(signUp.code(code).page().title()).isEqualTo(FORM);
  }

  @Test
  void codeThatWasTriedTooOftenIsRefusedEvenWhenRight() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);
    String code = codeFor(phone);
    signUp.code(wrong(code)).code(wrong(code)).code(wrong(code)).code(wrong(code));

    assertThat(signUp.code(wrong(code)).page().errorAt("code"))
        .contains("This code is wrong, and it was the last try. Send a new code.");

    assertThat(signUp.code(code).page().errorAt("code"))
        .contains("This code was tried too often. Send a new code.");
    assertThat(signUp.page().has("#code")).as("a field that cannot work").isFalse();
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + phone))).isEmpty();
  }

  @Test
  void newCodeCanBeHadAfterTheLastTry() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);
    String code = codeFor(phone);
    for (int i = 0; i < 5; i++) {
      signUp.code(wrong(code));
    }
    new Rows(REALM).endCooldown(phone);

    signUp.press("resend");
    SmsInbox.Text next = REALM.inbox().awaitText(phone, 2);

    assertThat(signUp.code(next.code()).page().title()).isEqualTo(FORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"12345", "1234567", "abcdef", "12345a", "00000000000", "12 34", "💥"})
  void malformedCodeCostsNoTry(String typed) {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);

    assertThat(signUp.code(typed).page().errorAt("code")).contains("Enter all 6 digits.");
    assertThat(signUp.code("   ").page().errorAt("code")).contains("Enter the code.");
    assertThat(signUp.code(wrong(codeFor(phone))).page().errorAt("code"))
        .contains("This code is wrong. You can try 4 more times.");
  }

  @Test
  void codeMayBeTypedWithSpacesOrFullWidthDigits() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);
    String code = codeFor(phone);

    signUp.code(" " + code.substring(0, 3) + " " + fullWidth(code.substring(3)));

    assertThat(signUp.page().title()).isEqualTo(FORM);
  }

  @Test
  void expiredCodeIsRefusedAndANewOneIsSentOnRequest() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);
    String code = codeFor(phone);
    new Rows(REALM).expire(phone);

    assertThat(signUp.code(code).page().errorAt("code"))
        .contains("The code has expired. Send a new code.");

    new Rows(REALM).endCooldown(phone);
    signUp.press("resend");
    String fresh = REALM.inbox().awaitText(phone, 2).code();
    assertThat(signUp.code(fresh).page().title()).isEqualTo(FORM);
  }

  @Test
  void usedCodeIsNothingInAnotherTab() {
    TestUser user = TestUser.random();
    Browser browser = new Browser();
    SignUp first = SignUp.begin(REALM, browser).phone(user.phone());
    String code = codeFor(user.phone());
    first.code(code).fill(user).tokens();
    new Rows(REALM).endCooldown(user.phone());

    SignUp second = SignUp.begin(REALM).phone(user.phone());
    REALM.inbox().awaitText(user.phone(), 2);

    assertThat(second.code(code).page().errorAt("code")).isPresent();
  }

  @Test
  void resendWithinTheCooldownSendsNothingAndSaysWhenItWillWork() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);
    codeFor(phone);

    Page page = signUp.press("resend").page();

    assertThat(page.html().select("#phone-identity-resend-in").text())
        .containsPattern(COOLDOWN_LEFT);
    assertThat(page.html().select("#phone-identity-resend").hasAttr("disabled")).isTrue();
    assertThat(page.title()).isEqualTo("Enter the code");
    assertThat(REALM.inbox().countFor(phone)).isOne();
  }

  @Test
  void resendAfterTheCooldownRepeatsTheSameCode() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).phone(phone);
    String code = codeFor(phone);
    new Rows(REALM).endCooldown(phone);

    signUp.press("resend");

    assertThat(REALM.inbox().awaitText(phone, 2).code()).isEqualTo(code);
    assertThat(signUp.page().message()).contains("We sent the code again.");
    assertThat(signUp.reload().page().message()).as("said once").isEmpty();
    assertThat(signUp.code(code).page().title()).isEqualTo(FORM);
  }

  @Test
  void reloadSendsNothingAndShowsTheTimeThatRemains() {
    String phone = Unique.phone();
    Browser browser = new Browser();
    SignUp signUp = SignUp.begin(REALM, browser).phone(phone);
    codeFor(phone);

    Page reloaded = browser.open(signUp.page().address());
    Page again = browser.open(reloaded.address());

    assertThat(again.html().select("#phone-identity-expiry").text()).containsPattern(CODE_LEFT);
    assertThat(again.html().select("#phone-identity-resend-in").text())
        .containsPattern(COOLDOWN_LEFT);
    assertThat(REALM.inbox().countFor(phone)).isOne();
  }

  @Test
  void codePageIsShownByGetSoThatAReloadPostsNothing() {
    SignUp signUp = SignUp.begin(REALM);
    Page answer =
        signUp
            .browser()
            .postWithoutFollowing(
                signUp.page().form().action(), Map.of("phone", List.of(Unique.phone())));

    assertThat(answer.status()).isBetween(302, 303);
  }

  @Test
  void numberCanBeChangedAndOnlyTheNewOneIsProven() {
    String mistyped = Unique.phone();
    TestUser user = TestUser.random();
    SignUp signUp = SignUp.begin(REALM).phone(mistyped);
    String oldCode = codeFor(mistyped);

    signUp.press("change");
    assertThat(signUp.page().form().value("phone")).isEqualTo(mistyped);
    signUp.phone(user.phone());
    String code = codeFor(user.phone());
    if (!oldCode.equals(code)) {
      assertThat(signUp.code(oldCode).page().errorAt("code")).isPresent();
    }

    assertThat(signUp.code(code).fill(user).tokens().idClaims())
        .containsEntry("phone_number", user.phone());
  }

  @Test
  void koreanReaderIsToldInKorean() {
    String phone = Unique.phone();
    SignUp signUp = SignUp.begin(REALM, new Browser("ko")).phone(phone);
    String code = codeFor(phone);

    assertThat(signUp.page().title()).isEqualTo("인증번호 입력");
    assertThat(signUp.code(wrong(code)).page().errorAt("code"))
        .contains("인증번호가 틀렸습니다. 4번 더 시도할 수 있습니다.");
    assertThat(signUp.press("resend").page().html().select("#phone-identity-resend-in").text())
        .containsPattern("(\\d+초|1분) 후에 다시 받을 수 있습니다");
  }

  private static String codeFor(String phone) {
    return REALM.inbox().codeFor(phone);
  }

  private static String wrong(String code) {
    return (char) ('0' + ('9' - code.charAt(0))) + code.substring(1);
  }

  private static String fullWidth(String digits) {
    return digits
        .chars()
        .map(digit -> digit - '0' + '０')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

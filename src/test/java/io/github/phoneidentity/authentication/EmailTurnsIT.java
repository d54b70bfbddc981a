package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.MailInbox.Mail;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every wrong turn of a sign-up that proves an e-mail address. */
class EmailTurnsIT {

  private static final String EMAIL_PAGE = "Sign up with your email address";
  private static final String TAKEN = "This email address already has an account.";

  @AutoClose private static final TestRealm REALM = TestRealm.create(EmailProofIT::byEmail);

  private final TestUser user = TestUser.random();
  private final Browser browser = new Browser();

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  private SignUp begun() {
    return SignUp.begin(REALM, browser).email(user.email());
  }

  @Test
  void mailIsReadableInEnglish() {
    begun();

    Mail mail = REALM.mail().awaitMail(user.email());
    assertThat(mail.subject()).contains(mail.code(), "is your code for");
    assertThat(mail.text())
        .contains("It is valid for 3 minutes", "Do not share it")
        .doesNotContain("<", "{", "&");
    assertThat(mail.html())
        .contains("lang=\"en\"", mail.code(), "<p>")
        .doesNotContain("<script", "http");
  }

  @Test
  void expiredCodeIsRefusedAndANewOneIsSentOnRequest() {
    SignUp signUp = begun();
    String old = REALM.mail().codeFor(user.email());
    new Rows(REALM).expire(user.email());
    assertThat(signUp.code(old).page().errorAt("code").orElseThrow()).contains("has expired");
    new Rows(REALM).endCooldown(user.email());

    signUp.press("resend");

    String fresh = REALM.mail().awaitMail(user.email(), 2).code();
    assertThat(signUp.code(fresh).page().title()).isEqualTo("Create your account");
  }

  @Test
  void wrongCodesEndTheCode() {
    SignUp signUp = begun();
    String code = REALM.mail().codeFor(user.email());
    String wrong = (char) ('0' + ('9' - code.charAt(0))) + code.substring(1);
    for (int guess = 0; guess < 5; guess++) {
      signUp.code(wrong);
    }

    assertThat(signUp.code(code).page().errorAt("code").orElseThrow()).contains("tried too often");
  }

  @Test
  void resendWithinTheCooldownSendsNothing() {
    SignUp signUp = begun();
    REALM.mail().awaitMail(user.email());

    assertThat(signUp.press("resend").page().html().select("#phone-identity-resend-in").text())
        .containsPattern("You can send a new code in (\\d+ seconds?|1 minute)");
    assertThat(REALM.mail().mailsTo(user.email())).hasSize(1);
  }

  @Test
  void backButtonAndTheOldFormLeadOn() {
    SignUp signUp = SignUp.begin(REALM, browser);
    URI first = signUp.page().form().action();
    signUp.email(user.email());

    Page back = browser.post(first, Map.of("email", List.of(user.email())));

    assertThat(back.title()).isEqualTo("Enter the code");
    signUp.goTo(back);
    assertThat(signUp.code(REALM.mail().codeFor(user.email())).page().title())
        .isEqualTo("Create your account");
    assertThat(REALM.mail().mailsTo(user.email())).hasSize(1);
  }

  @Test
  void secondTabProvesAnAddressOfItsOwn() {
    TestUser other = TestUser.random();
    SignUp first = begun();
    SignUp second = SignUp.begin(REALM, browser).email(other.email());
    String code = REALM.mail().codeFor(user.email());
    String others = REALM.mail().codeFor(other.email());

    if (!code.equals(others)) {
      assertThat(second.code(code).page().errorAt("code")).isPresent();
    }
    assertThat(second.code(others).page().form().value("email")).isEqualTo(other.email());
    assertThat(first.code(code).page().form().value("email")).isEqualTo(user.email());
    assertThat(first.fill(user).tokens().idClaims()).containsEntry("email", user.email());
  }

  @Test
  void languageIsSwitchedInTheMiddle() {
    SignUp signUp = begun();
    REALM.mail().awaitMail(user.email());

    signUp.language("ko");
    assertThat(signUp.page().title()).isEqualTo("인증번호 입력");
    TestUser other = TestUser.random();
    signUp.press("change").email(other.email());

    assertThat(REALM.mail().awaitMail(other.email()).subject()).contains("인증번호");
    signUp.code(REALM.mail().codeFor(other.email())).fill(other);
    assertThat(signUp.tokens().idClaims()).containsEntry("email_verified", true);
  }

  @Test
  void addressTakenBeforeTheCodeWasTypedIsToldOnlyThen() {
    SignUp signUp = begun();
    REALM.createUser(new TakenBy(user.email()).user());

    signUp.code(REALM.mail().codeFor(user.email()));

    assertThat(signUp.page().title()).isEqualTo(EMAIL_PAGE);
    assertThat(signUp.page().errorAt("email").orElseThrow()).contains(TAKEN);
  }

  @Test
  void addressTakenBeforeTheFormWasSentIsAskedForAgain() {
    SignUp signUp = begun().code(REALM.mail().codeFor(user.email()));
    REALM.createUser(new TakenBy(user.email()).user());

    signUp.fill(user);

    assertThat(signUp.page().title()).isEqualTo(EMAIL_PAGE);
    assertThat(signUp.page().text()).contains(TAKEN);
    assertThat(REALM.userIds(Map.of("username", user.username(), "exact", true))).isEmpty();
  }

  /** Somebody else with this address. */
  private record TakenBy(String email) {

    TestUser user() {
      TestUser any = TestUser.random();
      return new TestUser(
          any.username(),
          email,
          any.nickname(),
          any.firstName(),
          any.lastName(),
          any.password(),
          any.phone(),
          true);
    }
  }

  @Test
  void proofThatExpiredMeanwhileIsAskedForAgain() {
    SignUp signUp = begun().code(REALM.mail().codeFor(user.email()));
    new Rows(REALM).expire(user.email());

    signUp.fill(user);

    assertThat(signUp.page().title()).isEqualTo(EMAIL_PAGE);
    assertThat(signUp.page().text()).contains("The verification has expired");
  }

  @Test
  void signUpThatTookTooLongBeginsAnew() {
    SignUp signUp = begun();
    String code = REALM.mail().codeFor(user.email());

    Page page = Timeout.answer(REALM, browser, signUp.page(), Map.of("code", List.of(code)));

    assertThat(page.text()).contains("Your login attempt timed out");
    assertThat(page.has("#kc-register-form")).isFalse();
    assertThat(page.has("input[name=code]")).isFalse();
  }

  @Test
  void otherNodeFinishesWhatOneBegan() {
    KeycloakServer second = REALM.server().secondNode();
    SignUp signUp = begun();

    signUp.on(second).type("code", REALM.mail().codeFor(user.email()));

    assertThat(signUp.page().title()).isEqualTo("Create your account");
    assertThat(signUp.fill(user).tokens().idClaims()).containsEntry("email_verified", true);
  }
}

package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invitations to an organization, by real mails, where a number is proven first. */
class InvitationIT {

  /** Nobody signs up here without an invitation. */
  @AutoClose private static final TestRealm CLOSED = TestRealm.create(InvitationIT::closed);

  @AutoClose private static final TestRealm OPEN = TestRealm.create(Organizations::on);

  @AutoClose private static final TestRealm BY_EMAIL = TestRealm.create(InvitationIT::byEmail);

  private final TestUser user = TestUser.random();

  private static void closed(ObjectNode realm) {
    Organizations.on(realm);
    realm.put("registrationAllowed", false);
  }

  private static void byEmail(ObjectNode realm) {
    closed(realm);
    EmailProofIT.byEmail(realm);
  }

  @BeforeAll
  static void mailsAreSent() {
    for (TestRealm realm : new TestRealm[] {CLOSED, OPEN, BY_EMAIL}) {
      realm.sendMail();
      realm.setPolicy(Map.of("resend-cooldown", "0"));
    }
  }

  @Test
  void invitationSurvivesEveryTurnOfAClosedRealmAndEndsAsAMember() {
    Organizations organization = new Organizations(CLOSED);
    URI link = organization.invitation(user.email());
    Browser browser = new Browser();

    SignUp signUp = SignUp.invited(CLOSED, browser, link).reload();
    signUp.phone("not a number").phone(user.phone());
    assertThat(signUp.asksForCode()).isTrue();
    signUp.reload().language("ko").language("en").code("000000").press("resend").reload();
    signUp.press("change").phone(user.phone());
    assertThat(signUp.asksForCode()).isTrue();
    signUp.codeFrom(user.phone(), 3);

    assertThat(signUp.page().text()).contains(organization.name());
    assertEmailIsFixed(signUp.page());
    assertEmailIsFixed(signUp.fill(user.withNickname("not a nickname")).page());
    signUp.fill(user);

    assertThat(organization.members()).containsExactly(user.username());
    assertThat(CLOSED.userNamed(user.username()).getString("attributes.phoneNumber[0]"))
        .isEqualTo(user.phone());
    assertThat(CLOSED.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(200);
    Page again = new Browser().open(link);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.text()).contains("no longer valid");
  }

  @Test
  void linkThatIsOpenedAgainInTheSameBrowserMakesOneMember() {
    Organizations organization = new Organizations(CLOSED);
    URI link = organization.invitation(user.email());
    SignUp signUp = SignUp.invited(CLOSED, new Browser(), link).prove(user.phone());

    signUp.goTo(signUp.browser().open(link)).prove(user.phone());
    assertEmailIsFixed(signUp.page());
    signUp.fill(user);

    assertThat(organization.members()).containsExactly(user.username());
  }

  @Test
  void linkStillWorksAfterAFormThatWasSentTwiceInAClosedRealm() {
    Organizations organization = new Organizations(CLOSED);
    URI link = organization.invitation(user.email());
    SignUp signUp = SignUp.invited(CLOSED, new Browser(), link);
    Form form = signUp.page().form().type("phone", user.phone());
    form.submit();
    CLOSED.inbox().awaitText(user.phone(), 1);
    assertThat(form.submit().text()).contains("Registration not allowed");

    signUp.goTo(signUp.browser().open(link)).prove(user.phone());
    assertEmailIsFixed(signUp.page());
    Form last = signUp.page().form().fill(user.withNickname("not a nickname"));
    last.submit();
    assertThat(last.submit().text()).contains("Registration not allowed");

    signUp.goTo(signUp.browser().open(link)).prove(user.phone()).fill(user);

    assertThat(organization.members()).containsExactly(user.username());
  }

  private void assertEmailIsFixed(Page page) {
    Form form = page.form("#kc-register-form");
    assertThat(form.value("email")).isEqualTo(user.email());
    assertThat(form.field("email").hasAttr("readonly")).isTrue();
    assertThat(page.html().select("[name=email]")).hasSize(1);
  }

  @Test
  void anotherAddressIsRefusedAsKeycloakDoes() {
    Organizations organization = new Organizations(CLOSED);
    URI link = organization.invitation(user.email());
    SignUp signUp = SignUp.invited(CLOSED, new Browser(), link).prove(user.phone());

    Form form = signUp.page().form("#kc-register-form").fill(user);
    Page page = form.type("email", "other-" + user.email()).submit();

    assertThat(page.errorAt("email").or(page::message))
        .hasValueSatisfying(text -> assertThat(text).contains("Email does not match"));
    assertThat(organization.members()).isEmpty();
  }

  @Test
  void addressWithoutTheTokenLeadsBackToTheInvitationOfAnOpenRealm() {
    Organizations organization = new Organizations(OPEN);
    SignUp signUp = SignUp.invited(OPEN, new Browser(), organization.invitation(user.email()));

    signUp.goTo(withoutToken(signUp)).phone(user.phone());
    signUp.goTo(withoutToken(signUp)).codeFrom(user.phone());
    signUp.goTo(withoutToken(signUp));

    assertEmailIsFixed(signUp.page());
    signUp.fill(user);
    assertThat(organization.members()).containsExactly(user.username());
  }

  private static Page withoutToken(SignUp signUp) {
    String address = signUp.page().form().action().toString();
    return signUp
        .browser()
        .open(
            URI.create(
                address
                    .replaceAll("[?&](token|session_code)=[^&]*", "")
                    .replaceFirst("registration&", "registration?")));
  }

  @Test
  void numberThatSomebodyTakesMeanwhileLeadsBackWithTheInvitation() {
    Organizations organization = new Organizations(CLOSED);
    URI link = organization.invitation(user.email());
    SignUp signUp = SignUp.invited(CLOSED, new Browser(), link).prove(user.phone());
    CLOSED.createUser(TestUser.random().withPhone(user.phone(), true));

    signUp.fill(user);
    assertThat(signUp.page().text()).contains("already has an account");
    signUp.prove(Unique.phone());
    assertEmailIsFixed(signUp.page());
    signUp.fill(user);

    assertThat(organization.members()).containsExactly(user.username());
  }

  @Test
  void addressToProveIsTheInvitedOne() {
    Organizations organization = new Organizations(BY_EMAIL);
    SignUp signUp = SignUp.invited(BY_EMAIL, new Browser(), organization.invitation(user.email()));
    assertThat(signUp.page().form().value("email")).isEqualTo(user.email());

    signUp.email("other-" + user.email());
    assertThat(signUp.page().errorAt("email"))
        .hasValueSatisfying(text -> assertThat(text).contains(user.email()));
    signUp.proveEmail(user.email());
    assertEmailIsFixed(signUp.page());
    signUp.fill(user);

    assertThat(organization.members()).containsExactly(user.username());
  }

  @Test
  void userWhoIsThereJoinsByTheLink() {
    Organizations organization = new Organizations(CLOSED);
    String phone = Unique.phone();
    CLOSED.createUser(user.withPhone(phone, false));
    URI link = organization.invitation(user.email());
    Browser browser = new Browser();

    Page question = browser.open(link);
    assertThat(organization.members()).isEmpty();
    SignUp member = SignUp.begin(CLOSED, browser).goTo(question.click("#kc-info-message a"));

    assertThat(organization.members()).containsExactly(user.username());
    assertThat(member.page().text()).contains("+82******" + phone.substring(9));
    member.codeFrom(phone);
    assertThat(CLOSED.passwordGrant(phone, user.password()).statusCode()).isEqualTo(200);
    assertThat(new Browser().open(link).status()).isEqualTo(400);
    assertThat(organization.invite(user.email()).statusCode()).isEqualTo(409);
  }

  @Test
  void reloadAfterAWrongCodeKeepsTheInvitationInARealBrowser() {
    Organizations organization = new Organizations(CLOSED);
    URI link = organization.invitation(user.email());
    try (Chromium browser = Chromium.start()) {
      browser.open(link);
      browser.type("#phone", user.phone());
      browser.pressEnter();
      browser.typeCode("000000");
      browser.await("[id^=input-error-code]:not(:empty)");

      browser.reload();

      browser.awaitText("#kc-page-title", "Enter the code");
      browser.typeCode(CLOSED.inbox().codeFor(user.phone()));
      browser.await("#kc-register-form");
      assertThat(browser.evaluate("document.querySelector('#email').value"))
          .isEqualTo(user.email());
      browser.click("#kc-register-form [type=submit]");
      browser.await("[id^=input-error-]:not([id^=input-error-container])");
      browser.reload();
      browser.awaitText("#kc-page-title", organization.name());
      assertThat(browser.problems()).isEmpty();
    }
  }
}

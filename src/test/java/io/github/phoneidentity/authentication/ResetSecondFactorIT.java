package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SMS is never both the reset and a factor of the next login, and no factor is taken away. */
class ResetSecondFactorIT {

  private static final String NEW = "New-password-1";

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  @AutoClose private static final TestRealm BOTH = TestRealm.create(Flows::resetByLinkOrSms);

  private final TestUser user = TestUser.random();

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
    BOTH.sendMail();
  }

  @Test
  void recoveryCodeIsAskedForAfterTheMail() {
    String id =
        Factors.createUser(
            REALM, user, List.of(Factors.sms(user.phone(), true), Factors.recoveryCodes()));

    Reset reset = proveBoth();
    assertThat(reset.page().has("input[name=recoveryCodeInput]")).as(reset.page().text()).isTrue();
    assertThat(reset.type("recoveryCodeInput", "NOTTHISCODE1").asksForPassword()).isFalse();
    reset.type("recoveryCodeInput", Factors.RECOVERY_CODE);

    assertThat(reset.asksForPassword()).as(reset.page().text()).isTrue();
    reset.password(NEW).page();
    assertThat(Factors.isPassword(REALM, user, NEW)).isTrue();
    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
  }

  @Test
  void passkeyAsSecondFactorIsAskedFor() {
    Factors.createUser(
        REALM, user, List.of(Factors.sms(user.phone(), true), Factors.passkey("webauthn")));

    Reset reset = proveBoth();

    assertThat(reset.page().has("form#webauth")).as(reset.page().text()).isTrue();
    assertThat(reset.asksForPassword()).isFalse();
    // Neither a text nor a mail is offered in its place.
    assertThat(reset.page().has("#kc-select-try-another-way-form")).isFalse();
    Page refused = reset.page().form("form#webauth").submit();
    assertThat(refused.has("input[name=password-new]")).isFalse();
    assertThat(Factors.isPassword(REALM, user, user.password())).isTrue();
  }

  private Reset proveBoth() {
    Reset reset = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());
    assertThat(reset.asksForCode()).as(reset.page().text()).isTrue();
    return reset.code(REALM.mail().codeFor(user.email()));
  }

  @Test
  void passkeyThatTheFlowDoesNotAskForDoesNotReplaceTheMail() {
    Factors.createUser(
        REALM,
        user,
        List.of(Factors.sms(user.phone(), true), Factors.passkey("webauthn-passwordless")));

    Reset reset = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());

    assertThat(reset.asksForCode()).as(reset.page().text()).isTrue();
    reset.code(REALM.mail().codeFor(user.email()));
    assertThat(reset.asksForPassword()).isTrue();
  }

  @Test
  void factorWithANumberOfItsOwnNeedsTheMailAsWell() {
    Factors.createUser(REALM, user, List.of(Factors.sms(Unique.phone(), false)));

    Reset reset = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());

    assertThat(reset.asksForCode()).isTrue();
    assertThat(reset.code(REALM.mail().codeFor(user.email())).asksForPassword()).isTrue();
  }

  @Test
  void withoutAnAddressThePasswordStaysAndOnlyTheOwnerIsToldWhomToAsk() {
    TestUser reachable = TestUser.random();
    Factors.createUserWithSms(REALM, reachable);
    String id = createWithoutAddress(user);

    Reset known = Reset.begin(REALM).identify(reachable.username());
    Reset addressless = Reset.begin(REALM).identify(user.username());
    assertThat(Alike.of(addressless.page(), user.username()))
        .isEqualTo(Alike.of(known.page(), reachable.username()));
    addressless.codeFrom(user.phone());

    assertThat(addressless.page().status()).isEqualTo(400);
    assertThat(addressless.page().text()).contains("Ask your administrator");
    assertThat(addressless.reload().asksForPassword()).isFalse();
    assertThat(REALM.mail().mailsTo(user.email())).isEmpty();
    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
  }

  /** It may be a stranger's address that was mistyped at the sign-up. */
  @Test
  void linkToAnAddressThatWasNeverVerifiedResetsNothing() {
    Map<String, Object> unverified = new HashMap<>(user.representation());
    unverified.put("emailVerified", false);
    BOTH.createUser(unverified);

    Reset reset =
        Reset.begin(BOTH).identify(user.username()).tryAnotherWay("Email").followLink(user.email());

    assertThat(reset.page().status()).isEqualTo(400);
    assertThat(reset.page().text()).contains("has not been verified");
    assertThat(reset.reload().asksForPassword()).isFalse();
    assertThat(BOTH.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void userWhoIsRemovedBetweenTextAndMailIsToldThatItIsOver() {
    String id = Factors.createUserWithSms(REALM, user);
    Reset reset = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());
    String code = REALM.mail().codeFor(user.email());
    REALM.admin().delete("/users/{id}", id).then().statusCode(204);

    URI address = reset.page().address();

    for (Page page : List.of(reset.code(code).page(), reset.browser().open(address))) {
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.text()).contains("The verification has expired");
    }
  }

  private static String createWithoutAddress(TestUser user) {
    Map<String, Object> representation = new HashMap<>(user.representation());
    representation.remove("email");
    List<Object> credentials = new ArrayList<>((List<?>) representation.get("credentials"));
    credentials.add(Factors.sms(user.phone(), true));
    representation.put("credentials", credentials);
    return REALM.createUser(representation);
  }

  @Test
  void phoneIsToldOfAResetByLink() {
    BOTH.createUser(user);
    Reset reset = Reset.begin(BOTH).identify(user.username()).tryAnotherWay("Email");
    String mail = BOTH.mail().awaitMail(user.email()).text();
    int texts = BOTH.inbox().countFor(user.phone());

    String link = mail.substring(mail.indexOf("http")).split("\\s")[0];
    reset.goTo(reset.browser().open(java.net.URI.create(link))).password(NEW);

    String told = BOTH.inbox().awaitText(user.phone(), texts + 1).text();
    assertThat(told)
        .contains("password was reset", user.email().charAt(0) + "***@example.com")
        .doesNotContain(user.email());
  }

  @Test
  void addressIsToldOfAResetBySmsInTheLanguageOfTheUser() {
    Map<String, Object> representation = new HashMap<>(user.representation());
    Map<String, Object> attributes =
        new HashMap<>((Map<String, ?>) representation.get("attributes"));
    attributes.put("locale", List.of("ko"));
    representation.put("attributes", attributes);
    REALM.admin().body(representation).post("/users").then().statusCode(201);

    Reset.begin(REALM).identify(user.username()).codeFrom(user.phone()).password(NEW).tokens();

    var mail = REALM.mail().awaitMail(user.email());
    assertThat(mail.subject()).contains("비밀번호가 재설정되었습니다");
    assertThat(mail.text())
        .contains("+82******" + user.phone().substring(9))
        .doesNotContain(user.phone());
    assertThat(mail.html()).contains("lang=\"ko\"");
  }

  @Test
  void nobodyIsToldOfAResetThatIsNotFinished() {
    REALM.createUser(user);

    Reset reset = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());
    assertThat(reset.asksForPassword()).isTrue();
    Page refused =
        reset.page().form().type("password-new", NEW).type("password-confirm", "another").submit();

    assertThat(refused.has("input[name=password-new]")).isTrue();
    assertThat(REALM.mail().mailsTo(user.email())).isEmpty();
    // The notice would be written in the transaction of the change, and sent before this answer.
    reset.goTo(refused).password(NEW);
    assertThat(REALM.mail().awaitMail(user.email()).subject()).contains("password was reset");
    assertThat(REALM.mail().mailsTo(user.email())).hasSize(1);
  }
}

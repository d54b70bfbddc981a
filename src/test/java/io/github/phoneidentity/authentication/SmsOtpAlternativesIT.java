package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The text message beside Keycloak's own second factors, of which a user takes any. */
class SmsOtpAlternativesIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(SmsOtpAlternativesIT::all);

  private static void all(ObjectNode realm) {
    for (var flow : realm.get("authenticationFlows")) {
      if (flow.path("alias").asText().endsWith("browser - conditional second factor")) {
        for (var execution : flow.get("authenticationExecutions")) {
          if (execution.path("requirement").asText().equals("DISABLED")) {
            ((ObjectNode) execution).put("requirement", "ALTERNATIVE");
          }
        }
      }
    }
  }

  @Test
  void everyWayThatTheUserHasIsOfferedAndNoOther() {
    TestUser user = TestUser.random();
    Factors.createUser(
        REALM, user, List.of(Factors.sms(user.phone(), true), Factors.totp(), passkey()));

    Login login = Login.begin(REALM).password(user);
    assertThat(login.page().has("#code")).isTrue();
    login.goTo(login.page().form("#kc-select-try-another-way-form").submit());

    assertThat(login.page().html().select("button[name=authenticationExecution]").eachText())
        .containsExactlyInAnyOrder("Text message", "Authenticator Application", "Passkey");
  }

  @Test
  void recoveryCodeStandsInForTheTextMessage() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Browser browser = new Browser();
    Login enrolment =
        Login.forAction(REALM, browser, "CONFIGURE_RECOVERY_AUTHN_CODES")
            .password(user)
            .codeFrom(user.phone());
    Form codes = enrolment.page().form();
    String first = codes.value("generatedRecoveryAuthnCodes").split(",")[0];
    enrolment.goTo(browser.post(codes.action(), codes.values()));
    assertThat(enrolment.actionStatus()).isEqualTo("success");
    new Rows(REALM).endCooldown(user.phone());

    Login login = Login.begin(REALM).password(user);
    login.tryAnotherWay("Recovery Authentication Code").type("recoveryCodeInput", first).done();
  }

  @Test
  void textMessageStandsInForTheAuthenticatorApp() {
    TestUser user = TestUser.random();
    Factors.createUser(REALM, user, List.of(Factors.totp(), Factors.sms(user.phone(), true)));

    Login login = Login.begin(REALM).password(user);
    assertThat(login.page().has("#otp")).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).as("texts before it was chosen").isZero();
    login.tryAnotherWay("Text message").codeFrom(user.phone());

    assertThat(login.tokens().idClaims().get("amr"))
        .asList()
        .containsExactlyInAnyOrder("pwd", "sms");
  }

  /** A passkey that is on offer; it cannot be used without its private key. */
  private static Map<String, Object> passkey() {
    return Map.of(
        "type",
        "webauthn",
        "userLabel",
        "A key",
        "secretData",
        "{}",
        "credentialData",
        """
        {"aaguid":"00000000-0000-0000-0000-000000000000","credentialId":"AAAA","counter":0,
         "credentialPublicKey":"AAAA","attestationStatementFormat":"none"}
        """);
  }
}

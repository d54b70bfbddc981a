package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * An attacker with an account and a phone of their own tries to finish a reset of somebody else's
 * password, in any mix of tabs, executions and ways (see CVE-2026-18963).
 */
class ResetAttackIT {

  private static final String NEW = "Stolen-password-1";

  @AutoClose private static final TestRealm REALM = TestRealm.create(Flows::resetByLinkOrSms);
  @AutoClose private static final TestRealm SMS_ONLY = TestRealm.create();

  private final TestUser victim = TestUser.random();
  private final TestUser attacker = TestUser.random();
  private TestRealm realm;

  private void at(TestRealm where) {
    realm = where;
    realm.sendMail();
    realm.createUser(victim);
    realm.createUser(attacker);
  }

  private void victimIsSafe() {
    assertThat(realm.passwordGrant(victim.username(), victim.password()).statusCode())
        .isEqualTo(200);
    // 401 for the password; 400 while Keycloak still books the login before this one
    assertThat(realm.passwordGrant(victim.username(), NEW).statusCode()).isIn(400, 401);
  }

  @Test
  void codeOfOneAccountIsWrongForAnotherInASecondTab() {
    at(SMS_ONLY);
    Browser browser = new Browser();
    Reset own = Reset.begin(realm, browser).identify(attacker.username());
    String code = realm.inbox().codeFor(attacker.phone());
    Reset others = Reset.begin(realm, browser).identify(victim.username());

    others.code(code);

    assertThat(others.page().errorAt("code")).isPresent();
    assertThat(own.code(code).asksForPassword()).isTrue();
    victimIsSafe();
  }

  @Test
  void formOfOneTabIsNothingAtTheAddressOfAnother() {
    at(SMS_ONLY);
    Browser browser = new Browser();
    Reset own = Reset.begin(realm, browser).identify(attacker.username());
    String code = realm.inbox().codeFor(attacker.phone());
    Reset others = Reset.begin(realm, browser).identify(victim.username());
    URI target = others.page().form().action();
    String tab = Query.of(target).get("tab_id");
    URI crossed = Query.with(own.page().form().action(), Map.of("tab_id", tab));

    Page page = browser.post(crossed, Map.of("code", List.of(code)));

    assertThat(page.has("input[name=password-new]")).isFalse();
    victimIsSafe();
  }

  @Test
  void anotherUserNamedWithTheCodeChangesNothing() {
    at(SMS_ONLY);
    Reset reset = Reset.begin(realm).identify(attacker.username());
    String code = realm.inbox().codeFor(attacker.phone());

    Page page =
        reset
            .page()
            .form()
            .type("code", code)
            .type("username", victim.username())
            .type("phone", attacker.phone())
            .submit();
    Tokens tokens = reset.goTo(page).password(NEW).tokens();

    assertThat(tokens.idClaims()).containsEntry("preferred_username", attacker.username());
    victimIsSafe();
  }

  @Test
  void anotherUserNamedAfterTheProofBeginsAnew() {
    at(SMS_ONLY);
    Browser browser = new Browser();
    Reset reset =
        Reset.begin(realm, browser).identify(attacker.username()).codeFrom(attacker.phone());
    assertThat(reset.asksForPassword()).isTrue();
    URI again =
        URI.create(
            realm.url()
                + "/login-actions/reset-credentials?client_id=demo-app&tab_id="
                + Query.of(reset.page().form().action()).get("tab_id"));

    Page page = browser.open(again);
    if (page.has("input[name=username]")) {
      page = page.form().type("username", victim.username()).submit();
      assertThat(page.has("input[name=password-new]")).isFalse();
    } else if (page.has("input[name=password-new]")) {
      reset.goTo(page).password(NEW);
    }

    victimIsSafe();
  }

  @Test
  void choosingTheUserAgainWithAnOldPageIsRefused() {
    at(SMS_ONLY);
    Browser browser = new Browser();
    Reset reset = Reset.begin(realm, browser);
    URI choose = reset.page().form().action();
    reset.identify(attacker.username());
    String code = realm.inbox().codeFor(attacker.phone());

    Page expired = browser.post(choose, Map.of("username", List.of(victim.username())));
    assertThat(expired.has("input[name=password-new]")).isFalse();
    URI current = Query.with(reset.page().form().action(), Map.of());
    Page page = browser.post(current, Map.of("code", List.of(code)));

    if (page.has("input[name=password-new]")) {
      Tokens tokens = reset.goTo(page).password(NEW).tokens();
      assertThat(tokens.idClaims()).containsEntry("preferred_username", attacker.username());
    }
    victimIsSafe();
  }

  @Test
  void sessionOfTheAttackerIsNoWayToTheVictim() {
    at(SMS_ONLY);
    Browser browser = new Browser();
    Login.begin(realm, browser).password(attacker).tokens();

    Reset reset = Reset.begin(realm, new Browser()).identify(victim.username());
    Page own = browser.open(reset.page().address());

    assertThat(own.has("input[name=password-new]")).isFalse();
    victimIsSafe();
  }

  @Test
  void linkOfOneAndTextOfAnotherDoNotMix() {
    at(REALM);
    Browser browser = new Browser();
    Reset own = Reset.begin(realm, browser).identify(attacker.username());
    String code = realm.inbox().codeFor(attacker.phone());
    Reset others = Reset.begin(realm, browser).identify(victim.username());
    others.tryAnotherWay("Email");
    own.code(code);
    assertThat(own.asksForPassword()).isTrue();

    others.goTo(browser.open(others.page().address()));

    assertThat(others.asksForPassword()).isFalse();
    Tokens tokens = own.password(NEW).tokens();
    assertThat(tokens.idClaims()).containsEntry("preferred_username", attacker.username());
    victimIsSafe();
  }

  @Test
  void attackersLinkInTheVictimsTabIsTheAttackersReset() {
    at(REALM);
    Browser browser = new Browser();
    Reset own = Reset.begin(realm, browser).identify(attacker.username());
    own.tryAnotherWay("Email");
    Reset.begin(realm, browser).identify(victim.username());
    String mail = realm.mail().awaitMail(attacker.email()).text();
    URI link = URI.create(mail.substring(mail.indexOf("http")).split("\\s")[0]);

    Page page = browser.open(link);
    while (page.has("a[href*=key]") && !page.has("input[name=password-new]")) {
      page = page.click("a[href*=key]");
    }

    if (page.has("input[name=password-new]")) {
      own.goTo(page).password(NEW);
      assertThat(realm.passwordGrant(attacker.username(), NEW).statusCode()).isEqualTo(200);
    }
    victimIsSafe();
  }

  @Test
  void ownerMayChooseTheLink() {
    at(REALM);
    Browser browser = new Browser();
    Reset reset = Reset.begin(realm, browser).identify(victim.username());
    reset.tryAnotherWay("Email");
    String mail = realm.mail().awaitMail(victim.email()).text();
    URI link = URI.create(mail.substring(mail.indexOf("http")).split("\\s")[0]);

    reset.goTo(browser.open(link));

    assertThat(reset.asksForPassword()).as(reset.page().text()).isTrue();
    reset.password("New-password-1");
    assertThat(realm.passwordGrant(victim.username(), "New-password-1").statusCode())
        .isEqualTo(200);
  }
}

package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A realm with one organization: Keycloak asks for the name on a page of its own, knows usernames
 * and e-mails alone, and hides the name on the page that follows.
 */
class OrganizationLoginIT {

  @AutoClose private static final TestRealm REALM = realm(json -> {});

  private final TestUser user = TestUser.random();
  private final String masked = "+82******" + user.phone().substring(9);
  private String id;

  private static TestRealm realm(Consumer<ObjectNode> changes) {
    return TestRealm.create(
        json -> {
          Organizations.on(json);
          changes.accept(json);
        });
  }

  @BeforeAll
  static void organizationIsThere() {
    new Organizations(REALM);
  }

  @BeforeEach
  void createUser() {
    id = REALM.createUser(user);
  }

  private static Login name(TestRealm realm, String typed) {
    return Login.begin(realm).type("username", typed);
  }

  private static Login name(String typed) {
    return name(REALM, typed);
  }

  @ParameterizedTest
  @EnumSource
  void everyIdentifierLogsIn(Identifier identifier) {
    Login login = name(identifier.of(user));
    assertThat(login.page().has("input[name=username]")).isFalse();

    login.type("password", user.password());

    assertThat(login.tokens().idClaims()).containsEntry("phone_number", user.phone());
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIONAL_PHONE", "NICKNAME"})
  void memberLogsInByPhoneAndNickname(Identifier identifier) {
    Organizations organization = new Organizations(REALM);
    organization.add(id);

    Login login = name(identifier.of(user)).type("password", user.password());

    assertThat(login.tokens().idClaims()).containsEntry("sub", id);
    assertThat(organization.members()).containsExactly(user.username());
  }

  @ParameterizedTest
  @EnumSource(names = {"USERNAME", "EMAIL", "NATIONAL_PHONE", "NICKNAME"})
  void everyIdentifierIsALoginHint(Identifier identifier) {
    Login login = Login.with(REALM, new Browser(), "login_hint", identifier.of(user));
    assertThat(login.page().has("input[name=username]")).isFalse();

    login.type("password", user.password()).done();
  }

  @Test
  void numberIsMaskedAndTellsNobodyWhoseItIs() {
    Login login = name(Unique.national(user.phone()));
    assertThat(shownName(login.page())).isEqualTo(masked);

    login.type("password", "Wrong-1234567");

    assertThat(shownName(login.page())).isEqualTo(masked);
    assertThat(login.page().body()).doesNotContain(user.username(), user.email());
    Form form = login.page().form();
    Page ways = login.browser().post(form.action(), form.type("tryAnotherWay", "on").values());
    assertThat(ways.body()).doesNotContain(user.username(), user.email());
    assertThat(REALM.events("LOGIN_ERROR"))
        .noneSatisfy(event -> assertThat(event.toString()).contains(user.phone().substring(3)));
  }

  @Test
  void wrongPasswordIsPutRightAndCountsOnce() {
    for (String typed : new String[] {user.phone(), user.nickname()}) {
      int before = REALM.failedLogins(id);
      Login login = name(typed).type("password", "Wrong-1234567");
      Awaitility.await("the failure is booked").until(() -> REALM.failedLogins(id) > before);
      assertThat(REALM.failedLogins(id)).isEqualTo(before + 1);

      login.reload().type("password", user.password()).done();
    }
  }

  @Test
  void knownAndUnknownNamesLookAlike() {
    String unknown = Unique.phone();
    Login known = name(user.phone());
    Login nobody = name(unknown);
    assertThat(text(nobody, unknown)).isEqualTo(text(known, user.phone()));

    known.type("password", "Wrong-1234567");
    nobody.type("password", "Wrong-1234567");

    assertThat(text(nobody, unknown)).isEqualTo(text(known, user.phone()));
    assertThat(nobody.page().errorAt("password"))
        .isEqualTo(known.page().errorAt("password"))
        .isPresent();
  }

  @Test
  void loginRemembersAsTheFirstPageWasTold() {
    Login login = Login.begin(REALM);
    login.goTo(
        login.page().form().type("username", user.phone()).type("rememberMe", "on").submit());

    login.type("password", user.password()).done();

    assertThat(login.browser().cookies().getCookies())
        .anySatisfy(cookie -> assertThat(cookie.getName()).isEqualTo("KEYCLOAK_REMEMBER_ME"));
  }

  @Test
  void nameIsNotAskedForTwiceWhereThePasswordHasAPageOfItsOwn() {
    try (TestRealm realm = realm(Flows::loginByNameThenPassword)) {
      new Organizations(realm);
      realm.createUser(user);

      name(realm, user.phone()).type("password", user.password()).done();
      Login unknown = name(realm, Unique.letters(8));
      assertThat(unknown.page().errorAt("username")).isPresent();
      unknown.type("username", user.nickname()).type("password", user.password()).done();
    }
  }

  @Test
  void codeGoesToTheNumberOfTheNameThatWasTyped() {
    try (TestRealm realm = realm(Flows::loginBySms)) {
      new Organizations(realm);
      realm.createUser(user);

      Login login = name(realm, user.nickname());
      assertThat(login.asksForCode()).isTrue();
      login.reload().codeFrom(user.phone()).done();
      Login unknown = name(realm, Unique.letters(8));
      assertThat(unknown.asksForCode()).isTrue();
      assertThat(unknown.page().has("#phone-identity-change")).isFalse();
    }
  }

  private static String shownName(Page page) {
    var name = page.html().select("#kc-attempted-username");
    return name.is("input") ? name.val() : name.text();
  }

  private static String text(Login login, String phone) {
    return (login.page().text() + shownName(login.page())).replace(phone.substring(9), "0000");
  }
}

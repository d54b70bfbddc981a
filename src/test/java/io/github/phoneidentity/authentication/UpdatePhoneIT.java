package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A user changes the number. */
class UpdatePhoneIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void userProvesANewNumberAndTheAppLearnsIt() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();

    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
            .password(user)
            .type("phone", Unique.national(phone))
            .code(phone);

    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(login.tokens().idClaims())
        .containsEntry("phone_number", phone)
        .containsEntry("phone_number_verified", true);
    assertThat(REALM.user(id).getString("attributes.phoneNumberVerifiedAt[0]")).isNotBlank();
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void numberOfSomebodyElseIsToldOnlyToWhoHasProvenIt() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Login login = Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user);

    login.type("phone", owner.phone());
    assertThat(login.page().has("#code")).isTrue();
    login.code(owner.phone());

    assertThat(login.page().errorAt("phone")).get().asString().contains("Somebody else");
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void cancelledActionChangesNothing() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);

    login.press("cancel-aia");

    assertThat(login.actionStatus()).isEqualTo("cancelled");
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void oldNumberIsToldWithoutACodeHoweverManyTextsItHasGot() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();

    Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
        .password(user)
        .type("phone", phone)
        .code(phone);

    assertThat(REALM.inbox().awaitText(user.phone()).text())
        .contains("+82******" + phone.substring(9), "Not you?")
        .doesNotContain(phone, "#");
    assertThat(REALM.events("UPDATE_PROFILE").get(0).toString())
        .contains("+82******")
        .doesNotContain(phone, user.phone());
  }

  @Test
  void typoIsCorrectedAtOnce() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
            .password(user)
            .type("phone", Unique.phone());

    login.press("change").type("phone", phone).code(phone);

    assertThat(login.tokens().idClaims()).containsEntry("phone_number", phone);
  }

  @Test
  void factorWithTheOldNumberFollows() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    String phone = Unique.phone();

    Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
        .password(user)
        .code(user.phone())
        .type("phone", phone)
        .code(phone);

    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
    assertThat(REALM.inbox().awaitText(user.phone(), 2).text()).contains("login codes");
    Login login = Login.begin(REALM).password(user).code(phone, 2);
    login.done();
  }

  @Test
  void sessionThatIsNotFreshMustLogInAgain() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    REALM
        .admin()
        .body(Map.of("config", Map.of("max_auth_age", "0")))
        .put("/authentication/required-actions/UPDATE_PHONE/config")
        .then()
        .statusCode(204);
    Browser stolen = new Browser();
    Login.begin(REALM, stolen).password(user).done();

    // Keycloak counts in whole seconds: within the second of the login the session is fresh.
    Awaitility.await("a page that asks for the password")
        .until(() -> Login.forAction(REALM, stolen, "UPDATE_PHONE").page().has("#password"));
  }
}

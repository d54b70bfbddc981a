package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Identifier first, password on a page of its own. */
class IdentifierFormIT {

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(
          realm -> {
            realm.put("failureFactor", 1).put("quickLoginCheckMilliSeconds", 0);
            inTwoSteps(realm);
          });

  private final TestUser user = TestUser.random();
  private String id;

  @BeforeEach
  void userIsThere() {
    id = REALM.createUser(user);
  }

  /** Puts Keycloak's own password form behind the identifier form. */
  private static void inTwoSteps(ObjectNode realm) {
    for (JsonNode flow : realm.get("authenticationFlows")) {
      for (JsonNode execution : flow.get("authenticationExecutions")) {
        if (execution.path("authenticator").asText().equals("identifier-password-form")) {
          ObjectNode password = ((ObjectNode) execution).deepCopy();
          ((ObjectNode) execution).put("authenticator", "identifier-form");
          password.put("authenticator", "auth-password-form").put("priority", 15);
          ((ArrayNode) flow.get("authenticationExecutions")).add(password);
          return;
        }
      }
    }
    throw new AssertionError("The demo realm has no identifier-password-form");
  }

  @ParameterizedTest
  @EnumSource
  void everyIdentifierLeadsToThePasswordAndThatToTheApp(Identifier identifier) {
    AppLogin login = REALM.login();
    Page first = login.start(new Browser());
    assertThat(first.form().field("password")).isNull();

    Page second = first.form().type("username", identifier.of(user)).submit();
    Page end = second.form().type("password", user.password()).submit();

    assertThat(login.finish(end).idClaims()).containsEntry("sub", id);
  }

  @Test
  void passwordPageShowsNothingOfTheUserButWhatWasTyped() {
    for (Identifier identifier : List.of(Identifier.NATIONAL_PHONE, Identifier.NICKNAME)) {
      Page page = identify(identifier);

      assertThat(page.body())
          .doesNotContain(user.username())
          .doesNotContain(user.email())
          .doesNotContain(user.phone())
          .doesNotContain(id);
    }
  }

  @Test
  void wrongPasswordCountsForTheUserWhoWasMeant() {
    identify(Identifier.FORMATTED_PHONE).form().type("password", "wrong-password").submit();

    await().until(() -> REALM.failedLogins(id) == 1);
  }

  @Test
  void unknownIdentifierIsToldAndStays() {
    TestUser nobody = TestUser.random();

    Page page =
        REALM.login().start(new Browser()).form().type("username", nobody.nickname()).submit();

    assertThat(page.text()).contains("Invalid login name");
    assertThat(page.form().value("username")).isEqualTo(nobody.nickname());
  }

  @Test
  void disabledAndLockedAccountsAreAnsweredLikeAnUnknownOne() {
    TestUser disabled = TestUser.random();
    Map<String, Object> saved = REALM.user(REALM.createUser(disabled)).getMap("$");
    saved.put("enabled", false);
    REALM.admin().body(saved).put("/users/{id}", saved.get("id")).then().statusCode(204);
    Page unknown = first().form().type("username", TestUser.random().phone()).submit();

    Page page = first().form().type("username", disabled.phone()).submit();

    assertThat(page.status()).isEqualTo(unknown.status());
    assertThat(page.errorAt("username")).isPresent().isEqualTo(unknown.errorAt("username"));
    assertThat(REALM.events("LOGIN_ERROR").toString()).contains("user_disabled");
    identify(Identifier.PHONE).form().type("password", "wrong-password").submit();
    await().until(() -> REALM.failedLogins(id) == 1);
    assertThat(identify(Identifier.PHONE).errorAt("username"))
        .as("locked")
        .isEqualTo(unknown.errorAt("username"));
  }

  private static Page first() {
    return REALM.login().start(new Browser());
  }

  @Test
  void rememberedNumberIsNotShownAsAMask() {
    Browser browser = new Browser();
    AppLogin login = REALM.login();
    Page second =
        login
            .start(browser)
            .form()
            .type("username", user.phone())
            .type("rememberMe", "on")
            .submit();
    login.finish(second.form().type("password", user.password()).submit());
    browser
        .cookies()
        .getCookies()
        .forEach(
            cookie -> {
              if (!cookie.getName().equals("KEYCLOAK_REMEMBER_ME")) {
                cookie.setMaxAge(0);
              }
            });

    Page again = REALM.login().start(browser);

    assertThat(again.form().field("username")).isNotNull();
    assertThat(again.form().value("username")).doesNotContain("*");
  }

  @Test
  void eventOfTheLoginShowsNoFullNumber() {
    identify(Identifier.PHONE).form().type("password", user.password()).submit();

    assertThat(REALM.events("LOGIN").toString()).contains(id).doesNotContain(user.phone());
  }

  private Page identify(Identifier identifier) {
    return REALM.login().start(new Browser()).form().type("username", identifier.of(user)).submit();
  }
}

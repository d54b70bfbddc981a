package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm that signs up and logs in by phone alone: no username and no password. */
class GeneratedUsernameIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(GeneratedUsernameIT::byPhone);

  private final TestUser user = TestUser.random();

  static void byPhone(ObjectNode realm) {
    Flows.loginBySms(realm);
    ((ArrayNode) realm.path("authenticatorConfig"))
        .addObject()
        .put("alias", "generated")
        .putObject("config")
        .put("username", "generated");
    for (JsonNode flow : realm.path("authenticationFlows")) {
      for (JsonNode execution : flow.path("authenticationExecutions")) {
        switch (execution.path("authenticator").asText()) {
          case "registration-contact-action" ->
              ((ObjectNode) execution).put("authenticatorConfig", "generated");
          case "registration-password-action" ->
              ((ObjectNode) execution).put("requirement", "DISABLED");
          default -> {}
        }
      }
    }
  }

  private Page form() {
    return SignUp.begin(REALM).prove(user.phone()).page();
  }

  private Form fill(Page form) {
    return form.form("#kc-register-form")
        .type("email", user.email())
        .type("nickname", user.nickname())
        .type("firstName", user.firstName());
  }

  @Test
  void newcomerNeedsNeitherUsernameNorPassword() {
    Page form = form();
    assertThat(form.has("input[name=username]:not([type=hidden])")).isFalse();
    assertThat(form.has("input[name=password]")).isFalse();

    Page done = fill(form).submit();

    assertThat(done.callback()).containsKey("code");
    String username = username();
    assertThat(username).matches("u_[a-z0-9]{13}").doesNotContain(user.phone().substring(4));
    Login.begin(REALM).type("username", Unique.national(user.phone())).codeFrom(user.phone(), 2);
  }

  @Test
  void whateverUsernameIsSentIsNotTaken() {
    Page done = fill(form()).type("username", "kim_" + Unique.letters(6)).submit();

    assertThat(done.callback()).containsKey("code");
    assertThat(username()).matches("u_[a-z0-9]{13}");
  }

  @Test
  void nameStaysTheSameWhenTheFormComesBack() {
    Page form = form();
    String generated = form.form("#kc-register-form").value("username");

    Page refused = fill(form).type("email", "no address").submit();
    assertThat(refused.errorAt("email")).isPresent();
    assertThat(refused.form("#kc-register-form").value("username")).isEqualTo(generated);
    fill(refused).submit();

    assertThat(username()).isEqualTo(generated);
  }

  @Test
  void anotherThemeShowsTheNameAndTakesNoOther() {
    try (TestRealm realm =
        TestRealm.create(
            it -> {
              byPhone(it);
              it.put("loginTheme", "keycloak.v2");
            })) {
      Page form =
          SignUp.begin(realm, new Browser())
              .phone(user.phone())
              .code(realm.inbox().codeFor(user.phone()))
              .page();
      assertThat(form.form().value("username")).startsWith("u_");

      fill(form).submit();

      assertThat(realm.userIds(Map.of("q", "phoneNumber:" + user.phone()))).hasSize(1);
    }
  }

  private String username() {
    return REALM
        .user(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone())).get(0))
        .getString("username");
  }
}

package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Chromium;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code docs/quick-realm.json}: phone, code, done. */
class QuickRealmIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(QuickRealmIT::quick);

  private final String phone = Unique.phone();

  static void quick(ObjectNode realm) {
    try {
      JsonNode file = new ObjectMapper().readTree(Path.of("docs", "quick-realm.json").toFile());
      String name = realm.path("realm").asText();
      realm.removeAll();
      realm.setAll((ObjectNode) file);
      realm.put("realm", name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  QuickRealmIT() {
    REALM.setPolicy(Map.of("gateways", "http", "resend-cooldown", "0"));
  }

  @Test
  void signUpIsTwoPagesAndTwoFields() {
    try (Chromium browser = Chromium.start()) {
      browser.open(REALM.login().with("prompt", "create").address());
      browser.type("#phone", Unique.national(phone));
      browser.pressEnter();
      browser.awaitText("#kc-page-title", "Enter the code");
      browser.typeCode(REALM.inbox().codeFor(phone));

      browser.awaitRequest(AppLogin.CALLBACK);
      assertThat(browser.problems()).isEmpty();
    }
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + phone))).hasSize(1);
  }

  @Test
  void withoutScriptsOneButtonMoreIsPressed() {
    SignUp form = SignUp.begin(REALM).prove(phone);

    assertThat(form.page().html().select("#kc-register-form input:not([type=hidden])")).isEmpty();
    Map<String, Object> claims =
        form.goTo(form.page().form("#kc-register-form").submit()).tokens().idClaims();
    assertThat(claims)
        .containsEntry("phone_number", phone)
        .containsEntry("phone_number_verified", true);

    Login.begin(REALM).type("username", Unique.national(phone)).codeFrom(phone, 2).tokens();
  }

  @Test
  void numberWithAnAccountLeadsToTheLogin() {
    SignUp first = SignUp.begin(REALM).prove(phone);
    first.goTo(first.page().form("#kc-register-form").submit()).done();

    SignUp again = SignUp.begin(REALM).phone(phone).codeFrom(phone, 2);

    assertThat(again.page().errorAt("phone")).isPresent();
  }
}

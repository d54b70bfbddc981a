package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted in the middle of a conversation ends it with a message. */
class DeletedMeanwhileIT {

  private final TestUser user = TestUser.random();
  private final String phone = Unique.phone();

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE_PHONE", "CONFIGURE_SMS_OTP"})
  void userOfAnAction(String action) {
    try (TestRealm realm = TestRealm.create()) {
      String id = realm.createUser(user);
      Login login =
          Login.forAction(realm, new Browser(), action).password(user).type("phone", phone);
      String code = realm.inbox().codeFor(phone);
      realm.admin().delete("/users/{id}", id).then().statusCode(204);

      Page page = login.page().form().type("code", code).submit();

      assertThat(page.status()).as(page.text()).isEqualTo(400);
      assertThat(page.text()).contains("no longer exists");
      assertThat(login.reload().page().status()).isLessThan(500);
    }
  }

  @Test
  void userOfASecondFactor() {
    try (TestRealm realm = TestRealm.create()) {
      String id = Factors.createUserWithSms(realm, user);
      Login login = Login.begin(realm).password(user);
      String code = realm.inbox().codeFor(user.phone());
      realm.admin().delete("/users/{id}", id).then().statusCode(204);

      Page page = login.page().form().type("code", code).submit();

      assertThat(page.status()).as(page.text()).isBetween(200, 499);
      assertThat(login.reload().page().status()).isLessThan(500);
    }
  }

  @Test
  void clientOfASignUp() {
    try (TestRealm realm = TestRealm.create()) {
      SignUp signUp = SignUp.begin(realm).phone(phone);
      String code = realm.inbox().codeFor(phone);
      List<Map<String, Object>> clients =
          realm.admin().queryParam("clientId", "demo-app").get("/clients").jsonPath().getList("$");
      realm.admin().delete("/clients/{id}", clients.get(0).get("id")).then().statusCode(204);

      Page page = signUp.page().form().type("code", code).submit();

      assertThat(page.status()).as(page.text()).isBetween(400, 499);
    }
  }

  @Test
  void executionOfASignUp() {
    try (TestRealm realm = TestRealm.create()) {
      SignUp signUp = SignUp.begin(realm).phone(phone);
      String code = realm.inbox().codeFor(phone);
      removeContactStep(realm);

      Page page = signUp.page().form().type("code", code).submit();

      assertThat(page.status()).as(page.text()).isBetween(200, 499);
    }
  }

  @Test
  void executionBeforeTheForm() {
    try (TestRealm realm = TestRealm.create()) {
      SignUp signUp = SignUp.begin(realm).prove(phone);
      removeContactStep(realm);

      Page page = signUp.page().form().fill(user).submit();

      assertThat(page.status()).as(page.text()).isBetween(200, 499);
    }
  }

  private static void removeContactStep(TestRealm realm) {
    List<Map<String, Object>> executions =
        realm
            .admin()
            .get("/authentication/flows/phone identity registration/executions")
            .jsonPath()
            .getList("$");
    Object step =
        executions.stream()
            .filter(execution -> "registration-verify-contact".equals(execution.get("providerId")))
            .map(execution -> execution.get("id"))
            .findFirst()
            .orElseThrow();
    realm.admin().delete("/authentication/executions/{id}", step).then().statusCode(204);
  }
}

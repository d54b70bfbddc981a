package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A workflow that sets attributes when a user is created, outside of any request. */
class WorkflowIT {

  @Test
  void numberIsOwnedAndNotProven() {
    try (TestRealm realm = TestRealm.create()) {
      String phone = Unique.phone();
      setAtCreation(realm, Map.of("phoneNumber", phone, "phoneNumberVerified", "true"));

      RealmUsers users = new RealmUsers(realm);
      String id = realm.createUser(TestUser.random().withoutPhone());

      Awaitility.await("workflow").until(() -> phone.equals(users.attribute(id, "phoneNumber")));
      assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
      assertThat(users.create(TestUser.random().withPhone(phone, false)).statusCode())
          .isEqualTo(400);
    }
  }

  private static void setAtCreation(TestRealm realm, Map<String, String> attributes) {
    realm
        .admin()
        .body(
            Map.of(
                "name",
                "welcome",
                "on",
                "user-created",
                "steps",
                List.of(Map.of("uses", "set-user-attribute", "with", attributes))))
        .post("/workflows")
        .then()
        .log()
        .ifValidationFails()
        .statusCode(201);
  }
}

package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A username that is the own number stands masked in events, like a number that was typed. */
class MaskedEventsIT {

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(realm -> realm.put("quickLoginCheckMilliSeconds", 0));

  @AutoClose
  private static final TestRealm SMS =
      TestRealm.create(
          realm -> {
            Flows.loginBySms(realm);
            realm.put("quickLoginCheckMilliSeconds", 0);
          });

  private TestUser user;

  @BeforeEach
  void numberIsTheUsername() {
    TestUser random = TestUser.random();
    user = random.withUsername(Unique.national(random.phone()).replaceAll("[^0-9]", ""));
  }

  @ParameterizedTest
  @EnumSource(names = {"USERNAME", "EMAIL", "NICKNAME"})
  void loginsAndTheirErrorsShowTheMask(Identifier typed) {
    String id = REALM.createUser(user);

    Login.begin(REALM)
        .password(typed.of(user), "wrong-password")
        .password(typed.of(user), user.password())
        .done();
    assertThat(REALM.passwordGrant(typed.of(user), "wrong-password").statusCode())
        .isNotEqualTo(200);
    assertThat(REALM.passwordGrant(typed.of(user), user.password()).statusCode()).isEqualTo(200);

    assertMasked(REALM, id, 4);
  }

  @Test
  void loginBySmsShowsTheMask() {
    String id = SMS.createUser(user);

    Login.begin(SMS).type("username", user.username()).code("000000").codeFrom(user.phone()).done();

    assertMasked(SMS, id, 2);
  }

  @Test
  void refusedGrantsShowTheMask() {
    try (TestRealm strict =
        TestRealm.create(
            realm -> realm.put("failureFactor", 1).put("quickLoginCheckMilliSeconds", 0))) {
      String id = strict.createUser(user);
      Awaitility.await("the lock")
          .until(
              () -> {
                strict.passwordGrant(user.username(), "wrong-password");
                return strict.isLocked(id);
              });

      assertThat(strict.passwordGrant(user.username(), user.password()).statusCode())
          .isEqualTo(400);
      strict.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);
      assertThat(strict.passwordGrant(user.username(), user.password()).statusCode())
          .isEqualTo(400);

      assertMasked(strict, id, 3);
    }
  }

  private void assertMasked(TestRealm realm, String id, int logins) {
    List<Map<String, Object>> events =
        Stream.of("LOGIN", "LOGIN_ERROR")
            .flatMap(type -> realm.events(type).stream())
            .filter(event -> id.equals(event.get("userId")))
            .toList();
    assertThat(events).hasSizeGreaterThanOrEqualTo(logins);
    assertThat(events.toString()).doesNotContain(user.phone().substring(3));
  }
}

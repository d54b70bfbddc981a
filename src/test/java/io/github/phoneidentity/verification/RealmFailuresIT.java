package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Wrong codes are counted for the whole realm: guesses at many accounts make codes longer. */
class RealmFailuresIT {

  private static final Meters METERS = new Meters(KeycloakServer.shared());

  @AutoClose private final TestRealm realm = TestRealm.create();
  private final Rows rows = new Rows(realm);
  private final RestApi app = RestApi.fromEverywhere(realm);

  @Test
  void parallelWrongCodesOfManyNumbersAreCountedExactly() {
    List<String> ids = IntStream.range(0, 8).mapToObj(i -> ask(Unique.phone())).toList();

    Parallel.run(48, i -> app.confirm(ids.get(i % 8), "00000" + i / 8).statusCode());

    assertThat(rows.used("failures-hour", "all")).isEqualTo(40);
  }

  @Test
  void whileTheyAreExceededCodesOfResetsAreLongerForEverybodyAndNobodyIsRefused() {
    realm.setPolicy(Map.of("max-failures-per-realm-hour", "10"));
    double reported = reported();
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    assertDigits(app.send("password-reset", Unique.phone()).path("id"), 6);

    guessWrong(5);
    guessWrong(5);
    guessWrong(3);

    assertDigits(app.send("password-reset", Unique.phone()).path("id"), 8);
    String reset = app.send("password-reset", owner.phone()).path("id");
    assertDigits(reset, 8);
    String code = realm.inbox().codeFor(owner.phone());
    assertThat(code).hasSize(8);
    app.confirm(reset, code).then().statusCode(200);
    assertDigits(ask(Unique.phone()), 6);
    assertThat(reported()).isEqualTo(reported + 1);
    assertThat(realm.events("LOGIN_ERROR"))
        .filteredOn(event -> "too_many_failures".equals(event.get("error")))
        .hasSize(1);

    rows.endWindows("all");
    assertDigits(app.send("password-reset", Unique.phone()).path("id"), 6);
  }

  @Test
  void testNumberKeepsItsCodeMeanwhile() {
    TestUser owner = TestUser.random();
    realm.setPolicy(
        Map.of("max-failures-per-realm-hour", "10", "test-numbers", owner.phone() + ":123456"));
    realm.createUser(owner);
    guessWrong(5);
    guessWrong(5);
    guessWrong(3);
    assertDigits(app.send("password-reset", Unique.phone()).path("id"), 8);

    String reset = app.send("password-reset", owner.phone()).path("id");

    app.confirm(reset, "123456").then().statusCode(200);
  }

  @Test
  void wrongCodesOfResetsCountForAnAccountAndForNone() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);

    app.confirm(app.send("password-reset", owner.phone()).path("id"), "000000");
    app.confirm(app.send("password-reset", Unique.phone()).path("id"), "000000");

    assertThat(rows.used("failures-hour", "all")).isEqualTo(2);
  }

  @Test
  void zeroCountsNothing() {
    realm.setPolicy(Map.of("max-failures-per-realm-hour", "0"));

    guessWrong(1);

    assertThat(rows.used("failures-hour", "all")).isZero();
  }

  private String ask(String phone) {
    return app.send("registration", phone).then().statusCode(201).extract().path("id");
  }

  private void guessWrong(int times) {
    String phone = Unique.phone();
    String id = ask(phone);
    String wrong = realm.inbox().codeFor(phone).equals("000000") ? "111111" : "000000";
    IntStream.range(0, times).forEach(i -> app.confirm(id, wrong).then().statusCode(400));
  }

  private void assertDigits(String id, int digits) {
    app.confirm(id, "1")
        .then()
        .statusCode(400)
        .body("errorDescription", containsString(Integer.toString(digits)));
  }

  private static double reported() {
    return METERS.sum("phone.identity.limits.tripped.total", "limit=\"failures-hour\"");
  }
}

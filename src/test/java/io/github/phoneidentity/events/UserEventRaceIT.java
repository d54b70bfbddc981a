package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import io.github.phoneidentity.testing.UserEvents.Row;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many at once, at two nodes: what is in the outbox has happened, in this order. */
class UserEventRaceIT {

  @AutoClose
  private static final TestRealm REALM = TestRealm.create(json -> json.put("passwordPolicy", ""));

  private static final TestRealm SECOND = REALM.on(REALM.server().secondNode());

  private final UserEvents events = new UserEvents(REALM);

  @BeforeAll
  static void noLimitIsInTheWay() {
    REALM.setPolicy(
        Map.of(
            "resend-cooldown", "0",
            "max-sends-per-hour", "1000",
            "max-sends-per-day", "1000",
            "max-sends-per-address-hour", "1000",
            "max-attempts-per-hour", "1000"));
  }

  private static TestRealm node(int number) {
    return number % 2 == 0 ? REALM : SECOND;
  }

  private static Map<String, Object> withoutPassword(TestUser user) {
    Map<String, Object> body = new HashMap<>(user.representation());
    body.remove("credentials");
    return body;
  }

  @Test
  void fiftyWhoRegisterOneNumberAreOneEvent() {
    String realmId = REALM.admin().get().path("id");
    String phone = TestUser.random().phone();

    List<Response> answers =
        Parallel.run(
            50,
            number ->
                node(number)
                    .admin()
                    .body(withoutPassword(TestUser.random().withPhone(phone, true)))
                    .post("/users"));

    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(events.ofRealm(realmId, "registered"))
        .filteredOn(row -> row.data().path("phoneNumber").asText().equals(phone))
        .hasSize(1);
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + phone)))
        .allSatisfy(id -> assertThat(events.types(id)).containsExactly("registered"));
  }

  /** Everybody has proven the number; only the last step is the race. */
  @ParameterizedTest
  @EnumSource
  void fiftyWhoSignUpWithOneNumberAreOneEvent(Entrance entrance) {
    String realmId = REALM.admin().get().path("id");
    String phone = Unique.phone();
    List<Supplier<Boolean>> steps =
        IntStream.range(0, 50)
            .mapToObj(i -> entrance.lastStep(node(i), TestUser.random().withPhone(phone, true)))
            .toList();

    List<Boolean> registered = Parallel.run(steps);

    assertThat(registered).containsOnlyOnce(true);
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + phone)))
        .hasSize(1)
        .allSatisfy(id -> assertThat(events.types(id)).containsExactly("registered"));
    assertThat(events.ofRealm(realmId, "registered"))
        .filteredOn(row -> row.data().path("phoneNumber").asText().equals(phone))
        .hasSize(1);
  }

  /** Where people sign up. */
  enum Entrance {
    PAGE {
      @Override
      Supplier<Boolean> lastStep(TestRealm node, TestUser user) {
        SignUp signUp = SignUp.begin(node);
        int texts = REALM.inbox().countFor(user.phone());
        signUp.phone(user.phone());
        signUp.code(REALM.inbox().awaitText(user.phone(), texts + 1).code());
        return () -> AppLogin.isBackAtApp(signUp.fill(user).page());
      }
    },
    REST {
      @Override
      Supplier<Boolean> lastStep(TestRealm node, TestUser user) {
        RestApi api = RestApi.fromEverywhere(node);
        Map<String, Object> form = RestApi.form(user, api.prove("registration", user.phone()));
        return () -> api.register(form).statusCode() == 201;
      }
    };

    /** Proves the user's number, and gives what then makes the account: whether it did. */
    abstract Supplier<Boolean> lastStep(TestRealm node, TestUser user);
  }

  /** Each of the two writes a row of its own, so that nothing but the user's row parts them. */
  @RepeatedTest(10)
  void laterOfTwoChangesOfOneUserHasBoth() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(withoutPassword(user));
    String nickname = Unique.letters(10);
    String phone = Unique.phone();

    Parallel.run(
        List.of(
            () -> write(REALM, id, "nickname", nickname, user),
            () -> write(SECOND, id, "phoneNumber", phone, user)));

    List<Row> rows = events.of(id);
    assertThat(rows).extracting(Row::type).containsExactly("registered", "updated", "updated");
    assertThat(rows).extracting(Row::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(rows.get(2).data().get("nickname").asText()).isEqualTo(nickname);
    assertThat(rows.get(2).data().get("phoneNumber").asText()).isEqualTo(phone);
  }

  private static int write(
      TestRealm node, String id, String attribute, String value, TestUser user) {
    return node.request()
        .queryParam("value", value)
        .queryParam("firstName", user.firstName())
        .post("/third-party/{user}/{attribute}", id, attribute)
        .then()
        .statusCode(204)
        .extract()
        .statusCode();
  }

  @Test
  void lastEventOfManyHasWhatTheUserHasInTheEnd() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(withoutPassword(user));

    Parallel.run(
        16,
        number -> {
          Map<String, Object> body = withoutPassword(user);
          body.put("email", "e" + number + "-" + user.email());
          return node(number).admin().body(body).put("/users/{id}", id).statusCode();
        });

    List<Row> rows = events.of(id);
    assertThat(rows).hasSizeGreaterThan(1);
    assertThat(rows).extracting(row -> row.data().get("email").asText()).doesNotHaveDuplicates();
    assertThat(rows.get(rows.size() - 1).data().get("email").asText())
        .isEqualTo(REALM.user(id).getString("email"));
  }
}

package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.UserEvents;
import io.github.phoneidentity.testing.UserEvents.Row;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Keycloak writes all columns of a user's row, so that the later of two requests which have read
 * the same row reverts what the earlier one has changed. The events tell that as well.
 */
class UserRowRaceIT {

  private static final int ROUNDS = 20;

  @AutoClose
  private static final TestRealm REALM = TestRealm.create(json -> json.put("passwordPolicy", ""));

  private static final TestRealm SECOND = REALM.on(REALM.server().secondNode());

  private final UserEvents events = new UserEvents(REALM);

  /** A request that writes a user's row. */
  enum Change {
    DISABLE {
      @Override
      int of(TestRealm node, String id) {
        return node.admin().body(Map.of("enabled", false)).put("/users/{id}", id).statusCode();
      }
    },
    EMAIL {
      @Override
      int of(TestRealm node, String id) {
        return node.admin()
            .body(Map.of("email", "new-" + id + "@example.com"))
            .put("/users/{id}", id)
            .statusCode();
      }
    },
    /** It writes since when tokens are valid, of which there is no event. */
    LOGOUT {
      @Override
      int of(TestRealm node, String id) {
        return node.admin().post("/users/{id}/logout", id).statusCode();
      }
    };

    abstract int of(TestRealm node, String id);
  }

  /** Two requests; the events of the user if both have read the row before either writes it. */
  enum Race {
    DISABLED_AND_LOGGED_OUT(Change.DISABLE, Change.LOGOUT, "disabled", "enabled"),
    LOGGED_OUT_AND_DISABLED(Change.LOGOUT, Change.DISABLE, "disabled"),
    EMAIL_AND_LOGOUT(Change.EMAIL, Change.LOGOUT, "updated", "updated"),
    DISABLED_AND_EMAIL(Change.DISABLE, Change.EMAIL, "disabled", "updated", "enabled"),
    TWO_LOGOUTS(Change.LOGOUT, Change.LOGOUT),
    SAME_EMAIL_TWICE(Change.EMAIL, Change.EMAIL, "updated");

    private final Change first;
    private final Change second;
    private final List<String> events;

    Race(Change first, Change second, String... events) {
      this.first = first;
      this.second = second;
      this.events = Stream.concat(Stream.of("registered"), Stream.of(events)).toList();
    }
  }

  private static String user() {
    Map<String, Object> body = new HashMap<>(TestUser.random().representation());
    body.remove("credentials");
    return REALM.createUser(body);
  }

  /** Both wait for the row; the database gives it to them in the order in which they have come. */
  @ParameterizedTest
  @EnumSource
  void eventsTellWhatTheLaterRequestReverts(Race race) throws Exception {
    String id = user();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Connection held = REALM.server().database().connect();
        Statement statement = held.createStatement()) {
      held.setAutoCommit(false);
      statement.execute("select 1 from user_entity where id = '" + id + "' for no key update");
      Future<Integer> first = threads.submit(() -> race.first.of(REALM, id));
      Awaitility.await("first request").atMost(Duration.ofMinutes(1)).until(() -> waiting() == 1);
      Future<Integer> second = threads.submit(() -> race.second.of(SECOND, id));
      Awaitility.await("second request").atMost(Duration.ofMinutes(1)).until(() -> waiting() == 2);

      held.rollback();

      assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(204);
      assertThat(second.get(30, TimeUnit.SECONDS)).isEqualTo(204);
    } finally {
      threads.shutdownNow();
    }

    assertThat(events.types(id)).containsExactlyElementsOf(race.events);
    clearCaches();
    assertLastEventIsTrue(id);
  }

  @ParameterizedTest
  @EnumSource
  void lastEventIsTrueWhoeverComesFirst(Race race) {
    List<String> ids = Stream.generate(UserRowRaceIT::user).limit(ROUNDS).toList();

    for (String id : ids) {
      assertThat(
              Parallel.run(
                  List.of(() -> race.first.of(REALM, id), () -> race.second.of(SECOND, id))))
          .containsOnly(204);
    }

    clearCaches();
    ids.forEach(this::assertLastEventIsTrue);
  }

  private static int waiting() throws SQLException {
    try (Connection database = REALM.server().database().connect();
        Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                    + " and query ilike 'update user_entity%'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void clearCaches() {
    REALM.admin().post("/clear-user-cache").then().statusCode(204);
  }

  private void assertLastEventIsTrue(String id) {
    JsonPath truth = REALM.user(id);
    List<Row> rows = events.of(id);
    Row last = rows.get(rows.size() - 1);
    assertThat(last.data().get("enabled").asBoolean()).isEqualTo(truth.getBoolean("enabled"));
    assertThat(last.data().get("email").asText()).isEqualTo(truth.getString("email"));
    boolean enabled = true;
    for (Row row : rows) {
      if (row.type().equals(enabled ? "disabled" : "enabled")) {
        enabled = !enabled;
      } else {
        assertThat(row.type()).isNotIn("enabled", "disabled");
      }
    }
    assertThat(enabled).isEqualTo(truth.getBoolean("enabled"));
  }
}

package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Transactions that change and remove the same users at the same moment wait for one another: none
 * fails by a deadlock, and none leaves anything half done.
 */
class LockOrderIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(LockOrderIT::simple);

  @AutoClose
  private static final TestRealm EMBEDDED =
      TestRealm.create(KeycloakServer.withEmbeddedDatabase(), LockOrderIT::simple);

  private static final TestRealm SECOND = REALM.on(REALM.server().secondNode());

  /** Under the server. */
  enum UnderIt {
    POSTGRESQL(30, List.of(REALM, SECOND)),
    /** It lets nobody wait for a lock for long. */
    H2(4, List.of(EMBEDDED));

    private final int rounds;
    private final List<TestRealm> nodes;

    UnderIt(int rounds, List<TestRealm> nodes) {
      this.rounds = rounds;
      this.nodes = nodes;
    }

    TestRealm node(int number) {
      return nodes.get(number % nodes.size());
    }
  }

  private static void simple(ObjectNode realm) {
    realm.put("passwordPolicy", "");
  }

  private record Person(TestUser user, String id) {

    static Person in(TestRealm realm) {
      TestUser user = TestUser.random();
      return new Person(user, realm.createUser(withoutPassword(user)));
    }
  }

  private static Map<String, Object> withoutPassword(TestUser user) {
    Map<String, Object> body = new HashMap<>(user.representation());
    body.remove("credentials");
    return body;
  }

  private static List<Person> people(UnderIt database) {
    return Stream.generate(() -> Person.in(database.node(0))).limit(database.rounds).toList();
  }

  @ParameterizedTest
  @EnumSource
  void userWhoIsChangedAndDeletedAtOnceIsGoneWithEverything(UnderIt database) {
    List<Person> people = people(database);
    List<Supplier<Integer>> all = new ArrayList<>();
    for (int i = 0; i < database.rounds; i++) {
      Person one = people.get(i);
      TestRealm here = database.node(i);
      TestRealm there = database.node(i + 1);
      all.add(() -> delete(here, one));
      boolean both = i % 2 == 0;
      all.add(() -> update(there, one, both ? Unique.letters(10) : one.user().nickname()));
    }

    List<Integer> answers = Parallel.run(all);

    for (int i = 0; i < database.rounds; i++) {
      assertThat(answers.get(2 * i)).isEqualTo(204);
      assertThat(answers.get(2 * i + 1)).isLessThan(500);
      assertGone(database, people.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void userWhoIsDeletedTwiceAtOnceIsOneDeletion(UnderIt database) {
    List<Person> people = people(database);

    List<Integer> answers =
        Parallel.run(2 * database.rounds, i -> delete(database.node(i), people.get(i / 2)));

    assertThat(answers).allMatch(status -> status < 500);
    people.forEach(one -> assertGone(database, one));
  }

  private static void assertGone(UnderIt database, Person one) {
    TestRealm realm = database.node(0);
    realm.admin().get("/users/{id}", one.id()).then().statusCode(404);
    realm
        .admin()
        .queryParam("nickname", one.user().nickname())
        .get("/phone-identity/claims")
        .then()
        .statusCode(404);
    if (database == UnderIt.POSTGRESQL) {
      UserEvents events = new UserEvents(realm);
      assertThat(events.types(one.id())).endsWith("deleted").containsOnlyOnce("deleted");
      List<UserEvents.Row> rows = events.of(one.id());
      assertThat(number(rows.get(rows.size() - 1))).isEqualTo(number(rows.get(rows.size() - 2)));
    }
  }

  private static String number(UserEvents.Row row) {
    return row.data().path("phoneNumber").asText();
  }

  /** One writes the name first, which is in the user's row, and the other the number alone. */
  @ParameterizedTest
  @EnumSource
  void twoChangesOfOneUserBothSucceed(UnderIt database) {
    List<Person> people = people(database);

    List<Integer> answers =
        Parallel.run(
            2 * database.rounds,
            i -> {
              Person one = people.get(i / 2);
              String name = i % 2 == 0 ? one.user().firstName() : "Another";
              return write(database.node(i), one, name);
            });

    assertThat(answers).containsOnly(204);
  }

  /** Each changes what the other does not, and needs both users when it writes what has changed. */
  @ParameterizedTest
  @EnumSource
  void changesOfTwoUsersInOppositeOrderBothSucceed(UnderIt database) {
    List<Person> people = people(database);

    List<Integer> answers =
        Parallel.run(
            database.rounds,
            i -> {
              Person one = people.get(i);
              Person other = people.get(i % 2 == 0 ? i + 1 : i - 1);
              return database
                  .node(i)
                  .request()
                  .queryParam("value", Unique.phone())
                  .queryParam("firstName", "Another")
                  .post("/third-party/{user}/phoneNumber/beside/{other}", one.id(), other.id())
                  .statusCode();
            });

    assertThat(answers).containsOnly(204);
  }

  private static int delete(TestRealm node, Person one) {
    return node.admin().delete("/users/{id}", one.id()).statusCode();
  }

  private static int update(TestRealm node, Person one, String nickname) {
    TestUser changed = one.user().withPhone(Unique.phone(), true).withNickname(nickname);
    return node.admin().body(withoutPassword(changed)).put("/users/{id}", one.id()).statusCode();
  }

  private static int write(TestRealm node, Person one, String firstName) {
    return node.request()
        .queryParam("value", Unique.phone())
        .queryParam("firstName", firstName)
        .post("/third-party/{user}/phoneNumber", one.id())
        .statusCode();
  }
}

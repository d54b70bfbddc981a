package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Statements;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where nothing is published, nothing is asked of the database. */
class UserEventCostIT {

  private static final int WARM_UP = 8;
  private static final int TIMES = 32;

  @AutoClose private static final TestRealm WITH = TestRealm.create();

  @AutoClose
  private static final TestRealm WITHOUT =
      TestRealm.create(json -> json.putArray("eventsListeners").add("jboss-logging"));

  private final Statements statements = new Statements(WITH.server().database());

  private Map<String, Long> logins(TestRealm realm) {
    List<TestUser> users = Stream.generate(TestUser::random).limit(WARM_UP + TIMES).toList();
    users.forEach(realm::createUser);
    Iterator<TestUser> next = users.iterator();
    for (int warmUp = 0; warmUp < WARM_UP; warmUp++) {
      login(realm, next.next());
    }
    return new TreeMap<>(statements.of(TIMES, () -> login(realm, next.next())));
  }

  private static void login(TestRealm realm, TestUser user) {
    realm.passwordGrant(user.username(), user.password()).then().statusCode(200);
  }

  @Test
  void loginIsTheSameStatementsWithTheListenerAsWithout() {
    Map<String, Long> without = logins(WITHOUT);

    Map<String, Long> with = logins(WITH);

    assertThat(with).isNotEmpty();
    assertThat(with.keySet()).noneMatch(statement -> statement.contains("USER_EVENT"));
    assertThat(with).isEqualTo(without);
  }
}

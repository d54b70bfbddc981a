package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Many at once, at two nodes: exactly one wins, nothing remains of the others. */
class ParallelClaimIT {

  private static final int CROWD = 20;

  /** Without the validators, so that everything is decided in the database. */
  @AutoClose private static final TestRealm REALM = TestRealm.create(RealmUsers::withoutValidators);

  private static final RealmUsers FIRST = new RealmUsers(REALM);
  private static final RealmUsers SECOND = new RealmUsers(REALM.on(REALM.server().secondNode()));

  private final Map<KeycloakServer, Integer> before =
      Stream.of(FIRST, SECOND)
          .map(users -> users.realm().server())
          .collect(Collectors.toMap(Function.identity(), node -> node.log().length()));

  @RepeatedTest(10)
  void oneNumberInTwentySpellingsMakesOneUser() throws Exception {
    List<String> spellings = Spelling.twenty(Unique.phone());
    List<TestUser> users = new ArrayList<>();
    spellings.forEach(spelling -> users.add(TestUser.random().withPhone(spelling, false)));

    assertThat(spellings).hasSize(CROWD).doesNotHaveDuplicates();
    assertOneWins(users, "phoneNumber");
  }

  @RepeatedTest(10)
  void oneNicknameInManyLetterCasesMakesOneUser() throws Exception {
    String nickname = Unique.letters(10);
    List<TestUser> users = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      String start = nickname.substring(0, i % 10).toUpperCase(Locale.ROOT);
      users.add(TestUser.random().withNickname(start + nickname.substring(i % 10)));
    }

    assertOneWins(users, "nickname");
  }

  @RepeatedTest(5)
  void freedNumberIsTakenOverByOne() throws Exception {
    TestUser former = TestUser.random();
    FIRST.remove(REALM.createUser(former));
    List<TestUser> users = new ArrayList<>();
    Spelling.twenty(former.phone()).forEach(s -> users.add(TestUser.random().withPhone(s, false)));

    assertOneWins(users, "phoneNumber");
  }

  @Test
  void usersWhoSwapTheirNicknamesDoNotDeadlock() throws Exception {
    for (int round = 0; round < 10; round++) {
      TestUser one = TestUser.random();
      TestUser two = TestUser.random();
      String idOfOne = REALM.createUser(one);
      String idOfTwo = REALM.createUser(two);

      List<Response> answers =
          atOnce(
              List.of(
                  () -> FIRST.update(idOfOne, "nickname", two.nickname()),
                  () -> SECOND.update(idOfTwo, "nickname", one.nickname())));

      assertThat(answers).extracting(Response::statusCode).isSubsetOf(204, 400, 409);
    }
    assertNoErrorInTheLogs();
  }

  private void assertOneWins(List<TestUser> users, String field) throws Exception {
    List<Callable<Response>> requests = new ArrayList<>();
    for (int i = 0; i < users.size(); i++) {
      RealmUsers node = i % 2 == 0 ? FIRST : SECOND;
      TestUser user = users.get(i);
      requests.add(() -> node.createWithoutPassword(user));
    }

    List<Response> answers = atOnce(requests);

    assertThat(answers).filteredOn(answer -> answer.statusCode() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() != 201)
        .allSatisfy(answer -> assertThat(answer.statusCode()).isIn(400, 409))
        .allSatisfy(answer -> assertThat(answer.asString()).contains(field));
    assertThat(users.stream().flatMap(user -> FIRST.named(user.username()).stream())).hasSize(1);
    assertNoErrorInTheLogs();
  }

  private static List<Response> atOnce(List<Callable<Response>> requests) throws Exception {
    CountDownLatch start = new CountDownLatch(requests.size());
    ExecutorService crowd = Executors.newFixedThreadPool(requests.size());
    try {
      List<Future<Response>> futures = new ArrayList<>();
      for (Callable<Response> request : requests) {
        futures.add(
            crowd.submit(
                () -> {
                  start.countDown();
                  start.await();
                  return request.call();
                }));
      }
      List<Response> answers = new ArrayList<>();
      for (Future<Response> future : futures) {
        answers.add(future.get());
      }
      return answers;
    } finally {
      crowd.shutdownNow();
    }
  }

  private void assertNoErrorInTheLogs() {
    before.forEach(
        (node, length) ->
            assertThat(node.log().substring(length).lines())
                .as("errors at %s", node.baseUrl())
                .filteredOn(
                    line ->
                        line.contains("deadlock")
                            || (line.contains(" ERROR ") && !line.contains("org.jgroups")))
                .isEmpty());
  }
}

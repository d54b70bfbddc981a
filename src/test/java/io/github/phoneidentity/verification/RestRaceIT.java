package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST API counts exactly, under parallel calls to one node and to two. */
class RestRaceIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final Rows ROWS = new Rows(REALM);
  private static final int SENDS = 5;

  @BeforeAll
  static void takeTheCooldownAway() {
    REALM.setPolicy(Map.of("resend-cooldown", "0", "max-sends-per-hour", "" + SENDS));
  }

  @Test
  void twoHundredParallelGuessesAreFiveComparisonsAndThenTheRightCodeIsRefused() {
    guess(REALM, REALM);
  }

  @Test
  void guessesAtTwoNodesAreFiveComparisonsToo() {
    guess(REALM, REALM.on(KeycloakServer.shared().secondNode()));
  }

  private static void guess(TestRealm one, TestRealm other) {
    String phone = Unique.phone();
    String id = ask(one, "registration", phone).then().statusCode(201).extract().path("id");
    String code = REALM.inbox().codeFor(phone);

    List<Response> answers =
        Parallel.run(200, i -> confirm(i % 2 == 0 ? one : other, id, wrong(code, i)));

    assertThat(answers.stream().filter(answer -> answer.statusCode() == 400))
        .extracting(answer -> answer.<Integer>path("attemptsLeft"))
        .containsExactlyInAnyOrder(4, 3, 2, 1, 0);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 410)).hasSize(195);
    assertThat(confirm(one, id, code).statusCode()).isEqualTo(410);
    assertThat(ROWS.attempts(phone)).containsExactly(5);
    assertThat(ROWS.used("guesses-registration", "sms:" + phone)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void guessesOverManyChallengesEndAtTheHourlyNumberForThatPurposeOnly(int nodes) {
    TestRealm other = nodes == 1 ? REALM : REALM.on(KeycloakServer.shared().secondNode());
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    String phone = owner.phone();
    List<String> ids =
        IntStream.range(0, 4)
            .mapToObj(i -> ask(REALM, "registration", phone).<String>path("id"))
            .toList();
    String code = REALM.inbox().awaitText(phone, 4).code();

    List<Response> answers =
        Parallel.run(40, i -> confirm(i < 20 ? REALM : other, ids.get(i % 4), wrong(code, i)));

    assertThat(answers.stream().filter(answer -> answer.statusCode() == 400)).hasSize(10);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isNotBlank());
    assertThat(ROWS.attempts(phone).stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
    String reset = ask(REALM, "password-reset", phone).path("id");
    confirm(REALM, reset, REALM.inbox().awaitText(phone, 5).code()).then().statusCode(200);
  }

  @Test
  void hundredParallelRequestsInTenSpellingsSendThePolicysNumberOfTexts() {
    send(REALM, REALM);
  }

  @Test
  void twoNodesSendNoMoreThanOne() {
    send(REALM, REALM.on(KeycloakServer.shared().secondNode()));
  }

  private static void send(TestRealm one, TestRealm other) {
    String phone = Unique.phone();
    List<String> spellings = Spelling.twenty(phone);

    List<Response> answers =
        Parallel.run(
            100, i -> ask(i % 2 == 0 ? one : other, "registration", spellings.get(i % 10)));

    assertThat(answers.stream().filter(answer -> answer.statusCode() == 201)).hasSize(SENDS);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 429))
        .hasSize(100 - SENDS)
        .allSatisfy(answer -> assertThat(answer.header("Retry-After")).isNotBlank());
    Awaitility.await()
        .until(() -> ROWS.deliveries(phone), Collections.nCopies(SENDS, "ACCEPTED")::equals);
    assertThat(REALM.inbox().countFor(phone)).isEqualTo(SENDS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void parallelGuessesAtAResetAreCountedAlikeForAnAccountAndForNone(boolean account) {
    TestUser user = TestUser.random();
    if (account) {
      REALM.createUser(user);
    }
    String id = ask(REALM, "password-reset", user.phone()).path("id");

    List<Response> answers = Parallel.run(50, i -> confirm(REALM, id, "%06d".formatted(i)));

    assertThat(answers.stream().filter(answer -> answer.statusCode() == 400))
        .extracting(answer -> answer.<Integer>path("attemptsLeft"))
        .containsExactlyInAnyOrder(4, 3, 2, 1, 0);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 410)).hasSize(45);
  }

  @Test
  void spentBudgetsDelayTheResetButNotThePassword() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    Parallel.run(2 * SENDS, i -> ask(REALM, "registration", owner.phone()));

    ask(REALM, "password-reset", owner.phone()).then().statusCode(429);
    assertThat(REALM.passwordGrant(owner.phone(), owner.password()).statusCode()).isEqualTo(200);

    ROWS.endWindows("sms:" + owner.phone());
    ask(REALM, "password-reset", owner.phone()).then().statusCode(201);
    REALM.inbox().awaitText(owner.phone(), SENDS + 1);
  }

  private static Response ask(TestRealm realm, String purpose, String phone) {
    return RestApi.fromEverywhere(realm).send(purpose, phone);
  }

  private static Response confirm(TestRealm realm, String id, String code) {
    return RestApi.fromEverywhere(realm).confirm(id, code);
  }

  /** A code of the same length that is not this one, another for each number. */
  private static String wrong(String code, int number) {
    return "%06d".formatted((Integer.parseInt(code) + 1 + number) % 1_000_000);
  }
}

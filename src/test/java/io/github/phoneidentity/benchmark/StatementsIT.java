package io.github.phoneidentity.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Statements;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many statements of this project a request needs, whatever the number of users: those on its
 * own tables, and those on attributes. {@code docs/benchmarks.md} lists them.
 */
class StatementsIT {

  private static final int WARM_UP = 4;
  private static final int TIMES = 16;

  private static final Pattern TABLE =
      Pattern.compile(
          "\\b(from|into|update|join) (PHONE_IDENTITY_\\w+|USER_ATTRIBUTE)\\b",
          Pattern.CASE_INSENSITIVE);

  /** What happens to a text on other threads, perhaps after the answer, and how it is released. */
  private static final Pattern DELIVERY =
      Pattern.compile("(select|update) .*PHONE_IDENTITY_CHALLENGE .*");

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(json -> json.put("bruteForceProtected", false));

  private static final RestApi REST = RestApi.fromEverywhere(REALM);

  private static final Map<String, String> IDS = new HashMap<>();

  private final Statements statements = new Statements(REALM.server().database());

  /** A new realm is adopted in the background, which must not be counted. */
  @BeforeAll
  static void awaitTheAdoption() {
    Awaitility.await("adoption")
        .until(
            () -> REALM.admin().get("/phone-identity/adopt").jsonPath().getString("state"),
            "finished"::equals);
  }

  /** A request for a user who is cached. */
  enum Request {
    GRANT_BY_PHONE(
        user -> REALM.passwordGrant(user.phone(), user.password()).then().statusCode(200),
        "select CLAIM, select PASSWORD_CHANGE"),
    GRANT_BY_NICKNAME(
        user -> REALM.passwordGrant(user.nickname(), user.password()).then().statusCode(200),
        "select CLAIM, select PASSWORD_CHANGE"),
    GRANT_BY_USERNAME(
        user -> REALM.passwordGrant(user.username(), user.password()).then().statusCode(200),
        "select PASSWORD_CHANGE"),
    AVAILABILITY_OF_A_TAKEN_NICKNAME(
        user -> REST.available(Map.of("nickname", user.nickname())).then().statusCode(200),
        "insert LIMIT, select CLAIM × 2"),
    AVAILABILITY_OF_A_FREE_NICKNAME(
        user -> REST.available(Map.of("nickname", Unique.letters(12))).then().statusCode(200),
        "insert LIMIT, select CLAIM × 2"),
    VERIFICATION_FOR_A_REGISTRATION(
        user -> REST.send("registration", Unique.phone()).then().statusCode(201),
        "insert CHALLENGE, insert LIMIT × 5"),
    VERIFICATION_FOR_A_RESET(
        user -> REST.send("password-reset", user.phone()).then().statusCode(201),
        "insert CHALLENGE, insert LIMIT × 8, select CLAIM, select LIMIT × 5"),
    CLAIMS(
        user ->
            REALM
                .admin()
                .queryParam("phone", user.phone())
                .get("/phone-identity/claims")
                .then()
                .statusCode(200),
        "select CLAIM × 2"),
    LIMITS(
        user ->
            REALM
                .admin()
                .queryParam("phone", user.phone())
                .get("/phone-identity/limits")
                .then()
                .statusCode(200),
        "select CLAIM, select LIMIT"),
    UPDATE_OF_A_USER(
        user ->
            REALM
                .admin()
                .body(Map.of("lastName", Unique.letters(8)))
                .put("/users/{id}", IDS.get(user.username()))
                .then()
                .statusCode(204),
        "insert USER_EVENT, select USER_ATTRIBUTE × 2, select USER_EVENT_TURN × 2, update"
            + " USER_EVENT_TURN");

    private final Consumer<TestUser> send;
    private final String expected;

    Request(Consumer<TestUser> send, String expected) {
      this.send = send;
      this.expected = expected;
    }
  }

  @ParameterizedTest
  @EnumSource
  void requestNeedsTheseStatements(Request request) {
    List<TestUser> users = Stream.generate(TestUser::random).limit(WARM_UP + TIMES).toList();
    users.forEach(user -> IDS.put(user.username(), REALM.createUser(user)));
    users.forEach(user -> REALM.user(IDS.get(user.username())));
    Iterator<TestUser> next = users.iterator();
    for (int warmUp = 0; warmUp < WARM_UP; warmUp++) {
      request.send.accept(next.next());
    }

    Map<String, Long> work = statements.of(TIMES, () -> request.send.accept(next.next()));

    work.keySet().removeIf(DELIVERY.asMatchPredicate());
    assertThat(own(work)).as("%s", work.keySet()).isEqualTo(request.expected);
  }

  /** The tables of the statements on our tables or on attributes, each as often as it is run. */
  private static String own(Map<String, Long> work) {
    Map<String, Long> own = new TreeMap<>();
    work.forEach(
        (statement, times) -> name(statement).ifPresent(it -> own.merge(it, times, Long::sum)));
    return own.entrySet().stream()
        .map(entry -> entry.getKey() + (entry.getValue() == 1 ? "" : " × " + entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> name(String statement) {
    Matcher table = TABLE.matcher(statement);
    return table.find()
        ? Optional.of(
            statement.substring(0, statement.indexOf(' '))
                + " "
                + table.group(2).toUpperCase(Locale.ROOT).replace("PHONE_IDENTITY_", ""))
        : Optional.empty();
  }

  /**
   * The guess is counted in one transaction with its limit, and its result is recorded in another
   * one: the rows say which transaction has written them.
   */
  @Test
  void typedCodeNeedsTwoTransactionsAndTheseStatements() throws SQLException {
    List<String> challenges = new ArrayList<>();
    List<String> phones = Stream.generate(Unique::phone).limit(TIMES).toList();
    phones.forEach(
        phone -> challenges.add(REST.send("registration", phone).then().extract().path("id")));
    phones.forEach(phone -> REALM.inbox().awaitText(phone));
    Iterator<String> next = challenges.iterator();

    Map<String, Long> work =
        statements.of(TIMES, () -> REST.confirm(next.next(), "000000").then().statusCode(400));

    assertThat(own(work))
        .isEqualTo("insert LIMIT × 2, select CHALLENGE × 2, select LIMIT × 2, update CHALLENGE");
    String last = challenges.get(TIMES - 1);
    String counted = writer("phone_identity_challenge where id = '" + last + "'");
    assertThat(
            writer(
                "phone_identity_limit where scope = 'guesses-registration' and subject like '%"
                    + phones.get(TIMES - 1)
                    + "'"))
        .isEqualTo(counted);
    assertThat(
            writer(
                "phone_identity_limit where scope = 'failures-hour' and realm_id = '"
                    + REALM.id()
                    + "'"))
        .isNotEqualTo(counted);
  }

  /** The transaction that has written the only row of these. */
  private static String writer(String rows) throws SQLException {
    List<String> writers = query("select xmin::text from " + rows);
    assertThat(writers).as(rows).hasSize(1);
    return writers.get(0);
  }

  private static List<String> query(String text) throws SQLException {
    try (Connection connection = KeycloakServer.shared().database().connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(text)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }
}

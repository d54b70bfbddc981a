package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.authentication.Flows;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Statements;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Asking about an account costs the same work whoever it is about: the same statements, no password
 * hash, no wait for a text.
 */
class SameWorkIT {

  /** More than what is done by the clock meanwhile. */
  private static final int TIMES = 8;

  /** Accounts with a proven number: a text goes to its owner, who may be locked. */
  private static final Set<Account> GETS_A_TEXT = EnumSet.of(Account.KNOWN, Account.LOCKED);

  /** What the dispatcher's threads do with a text when the answer is on its way. */
  private static final String DELIVERY =
      "select ce1_0.ID,.* from PHONE_IDENTITY_CHALLENGE ce1_0 where ce1_0.ID=\\?"
          + "|update PHONE_IDENTITY_CHALLENGE ce1_0 set (DELIVERY|ACCEPTED_BY).*";

  /** What Keycloak's brute-force protection tells on a thread of its own when it locks a user. */
  private static final String FAILED_LOGIN = "insert into EVENT_ENTITY .*";

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(
          json -> {
            Flows.loginBySms(json);
            json.put("failureFactor", Account.FAILURES).put("quickLoginCheckMilliSeconds", 0);
          });

  private final Statements statements = new Statements(REALM.server().database());
  private final Meters meters = new Meters(KeycloakServer.shared());

  /** A new realm is adopted in the background, which must not be counted. */
  @BeforeAll
  static void awaitTheAdoption() {
    Awaitility.await("adoption")
        .until(
            () -> REALM.admin().get("/phone-identity/adopt").jsonPath().getString("state"),
            "finished"::equals);
  }

  @ParameterizedTest
  @EnumSource
  void resetInTheBrowserIsTheSameWork(Account.Named named) {
    assertSameWork(named, user -> form(true), DELIVERY);
  }

  @ParameterizedTest
  @EnumSource
  void loginBySmsIsTheSameWork(Account.Named named) {
    assertSameWork(named, user -> form(false), DELIVERY + "|" + FAILED_LOGIN);
  }

  @Test
  void resetByRestIsTheSameWork() {
    RestApi rest = RestApi.fromEverywhere(REALM);
    Map<Account, Map<String, Long>> work = new EnumMap<>(Account.class);
    for (Account account : Account.values()) {
      if (Account.Named.PHONE.names(account)) {
        Iterator<TestUser> users = account.create(REALM, TIMES).iterator();
        work.put(
            account,
            statements.of(
                TIMES,
                () -> {
                  String phone = users.next().phone();
                  String id =
                      rest.send("password-reset", phone)
                          .then()
                          .statusCode(201)
                          .extract()
                          .path("id");
                  rest.confirm(id, "000000").then().statusCode(400);
                  rest.resend(id).then().statusCode(429);
                }));
      }
    }
    assertSame(work, DELIVERY);
  }

  @Test
  void answersByRestAreTheSameBytes() {
    Map<Account, List<String>> answers = new EnumMap<>(Account.class);
    RestApi rest = RestApi.fromEverywhere(REALM);
    for (Account account : Account.values()) {
      if (Account.Named.PHONE.names(account)) {
        String phone = account.create(REALM, 1).get(0).phone();
        Response sent = rest.send("password-reset", phone);
        String id = sent.path("id");
        answers.put(
            account,
            Stream.of(sent, rest.confirm(id, "000000"), rest.resend(id))
                .map(answer -> seen(answer).replace(id, "ID").replace(phone.substring(9), "LAST"))
                .toList());
      }
    }

    assertThat(answers.values())
        .allSatisfy(seen -> assertThat(seen).isEqualTo(answers.get(Account.UNKNOWN)));
  }

  /** Status, headers and body without the seconds that have passed. */
  private static String seen(Response answer) {
    String headers = answer.headers().toString().replaceAll("(?i)(Date|Retry-After)=.*", "$1");
    return answer.statusCode() + "\n" + headers + "\n" + answer.asString();
  }

  @Test
  void answerDoesNotWaitForTheText() {
    TestUser user = Account.KNOWN.create(REALM, 1).get(0);
    REALM.inbox().hold(user.phone());

    long begun = System.nanoTime();
    RestApi.fromEverywhere(REALM).send("password-reset", user.phone()).then().statusCode(201);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    REALM.inbox().awaitText(user.phone());
    REALM.inbox().release(user.phone());
  }

  private void assertSameWork(
      Account.Named named, Function<TestUser, Page> form, String afterwards) {
    Map<Account, Map<String, Long>> work = new EnumMap<>(Account.class);
    double hashes = hashes();
    double locking = 0;
    for (Account account : Account.values()) {
      if (named.names(account)) {
        double before = hashes();
        List<TestUser> accounts = account.create(REALM, TIMES);
        locking += hashes() - before;
        Iterator<TestUser> users = accounts.iterator();
        Iterator<Page> forms = accounts.stream().map(form).toList().iterator();
        Consumer<Page> visit = page -> visit(page, named.of(users.next()));
        work.put(account, statements.of(TIMES, () -> visit.accept(forms.next())));
      }
    }
    assertSame(work, afterwards);
    assertThat(hashes() - hashes - locking).as("passwords hashed").isZero();
  }

  private static void assertSame(Map<Account, Map<String, Long>> work, String afterwards) {
    Map<String, Long> unknown = work.remove(Account.UNKNOWN);
    assertThat(unknown).isNotEmpty();
    Map<Account, Map<String, Long>> more = new EnumMap<>(Account.class);
    work.forEach(
        (account, done) -> {
          Map<String, Long> beyond = beyond(done, unknown);
          if (GETS_A_TEXT.contains(account)) {
            beyond.keySet().removeIf(statement -> statement.matches(afterwards));
          }
          if (!beyond.isEmpty()) {
            more.put(account, beyond);
          }
        });
    assertThat(more).as("statements that others than an unknown account need").isEmpty();
  }

  private static Map<String, Long> beyond(Map<String, Long> done, Map<String, Long> expected) {
    Map<String, Long> beyond = new TreeMap<>(done);
    expected.forEach((statement, calls) -> beyond.merge(statement, -calls, Long::sum));
    beyond.values().removeIf(calls -> calls == 0);
    return beyond;
  }

  private double hashes() {
    return meters.sum("keycloak.credentials.password.hashing.validations.total");
  }

  /** The page that asks who it is about. */
  private static Page form(boolean reset) {
    Browser browser = new Browser("en", Unique.address());
    Page login = REALM.login().start(browser);
    return reset ? Reset.forgotten(browser, login) : login;
  }

  /** Names the account, types a wrong code, asks for another text. */
  private static void visit(Page form, String typed) {
    Page page = form.form().type("username", typed).submit();
    page = page.form().type("code", "000000").submit();
    assertThat(page.errorAt("code")).isPresent();
    page.form("form:has(button[name=resend])").submit("resend");
  }
}

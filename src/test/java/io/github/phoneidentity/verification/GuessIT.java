package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes cannot be guessed in the browser, however many hands, tabs and sessions try. */
class GuessIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final Rows ROWS = new Rows(REALM);

  @BeforeAll
  static void letManyTextsGo() {
    REALM.setPolicy(Map.of("resend-cooldown", "0", "max-sends-per-hour", "50"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void parallelGuessesInOneTabAreCountedAtMostFiveTimesAndThenTheRightCodeIsRefused(int nodes) {
    String phone = Unique.phone();
    Browser browser = new Browser();
    SignUp page = SignUp.begin(REALM, browser).phone(phone);
    String code = REALM.inbox().codeFor(phone);
    String step =
        page.page().form().action().getRawPath() + "?" + page.page().form().action().getRawQuery();
    List<URI> actions = realms(nodes).stream().map(at -> at.url().resolve(step)).toList();

    Parallel.run(
        200,
        i ->
            browser.postWithoutFollowing(
                actions.get(i % nodes), Map.of("code", List.of(wrong(code, i)))));
    int counted = ROWS.attempts(phone).get(0);
    assertThat(counted).isBetween(1, 5);

    page.reload();
    IntStream.range(counted, 5).forEach(i -> page.code(wrong(code, i)));
    assertThat(page.code(code).page().errorAt("code")).hasValueSatisfying(gone());
    assertThat(ROWS.attempts(phone)).containsExactly(5);
    assertThat(ROWS.states(phone)).containsExactly("OPEN");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void guessesSpreadOverResendsTabsAndSessionsEndAtTheHourlyNumber(int nodes) {
    String phone = Unique.phone();
    Browser first = new Browser();
    TestRealm last = realms(nodes).get(nodes - 1);
    List<SignUp> pages =
        List.of(
            SignUp.begin(REALM, first).phone(phone),
            SignUp.begin(REALM, first).phone(phone),
            SignUp.begin(last).phone(phone),
            SignUp.begin(last).phone(phone));
    List<String> codes =
        IntStream.range(0, 4).mapToObj(i -> REALM.inbox().awaitText(phone, 4).code()).toList();

    Parallel.run(
        pages.size(),
        tab -> {
          SignUp page = pages.get(tab);
          for (int guess = 0; guess < 5; guess++) {
            page.code(wrong(codes.get(0), 5 * tab + guess));
            if (guess == 2 && page.asksForCode()) {
              page.press("resend");
            }
          }
          return page;
        });

    assertThat(ROWS.attempts(phone).stream().mapToInt(Integer::intValue).sum()).isEqualTo(10);
    assertThat(ROWS.used("guesses-registration", "sms:" + phone)).isEqualTo(10);
    SignUp fresh = SignUp.begin(REALM).phone(phone);
    String code = REALM.inbox().awaitText(phone, REALM.inbox().countFor(phone)).code();
    assertThat(fresh.code(code).page().errorAt("code"))
        .hasValueSatisfying(text -> assertThat(text).contains("Too many wrong codes", "minutes"));
    assertThat(REALM.events("REGISTER_ERROR"))
        .anySatisfy(event -> assertThat(event).containsEntry("error", "too_many_requests"));
  }

  @Test
  void anotherNumberIsNotHeldBackByTheGuessesAtOne() {
    String guessed = Unique.phone();
    SignUp page = SignUp.begin(REALM).phone(guessed);
    IntStream.range(0, 5).forEach(i -> page.code(wrong(REALM.inbox().codeFor(guessed), i)));
    String phone = Unique.phone();

    SignUp other = SignUp.begin(REALM).phone(phone).code(REALM.inbox().codeFor(phone));

    assertThat(other.page().form().field("username")).isNotNull();
  }

  @Test
  void startingOverReplacesTheChallengeOfThatSessionAndOfNoOther() {
    String phone = Unique.phone();
    SignUp one = SignUp.begin(REALM).phone(phone);
    REALM.inbox().awaitText(phone, 1);
    SignUp other = SignUp.begin(REALM).phone(phone);
    String code = REALM.inbox().awaitText(phone, 2).code();

    one.press("change").phone(Unique.phone());

    assertThat(ROWS.states(phone)).containsExactly("REPLACED", "OPEN");
    assertThat(other.code(code).asksForName()).isTrue();
  }

  /** The realm at as many nodes. */
  private static List<TestRealm> realms(int nodes) {
    return nodes == 1
        ? List.of(REALM)
        : List.of(REALM, REALM.on(KeycloakServer.shared().secondNode()));
  }

  private static java.util.function.Consumer<String> gone() {
    return text -> assertThat(text).contains("tried too often");
  }

  /** A code of the same length that is not this one, another for each number. */
  private static String wrong(String code, int number) {
    return "%06d".formatted((Integer.parseInt(code) + 1 + number) % 1_000_000);
  }
}

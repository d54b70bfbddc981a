package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * How long the answer takes to who asks for a reset, by the kind of account, the kinds taking
 * turns: 200 timings of each, or as many as {@code -Dbenchmark.timings=} says. It measures and
 * judges nothing; {@code mvn -Pbenchmark} runs it.
 */
class AccountsAlikeBenchmark {

  private static final int TIMINGS = Integer.getInteger("benchmark.timings", 200);
  private static final int WARM_UP = Math.min(40, TIMINGS);

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(
          json ->
              json.put("failureFactor", Account.FAILURES).put("quickLoginCheckMilliSeconds", 0));

  @Test
  void resetByRest() {
    RestApi rest = RestApi.fromEverywhere(REALM);
    measure(
        "POST /verifications (password-reset)",
        Account.Named.PHONE,
        user -> () -> rest.send("password-reset", user.phone()).then().statusCode(201));
  }

  @Test
  void resetInTheBrowser() {
    measure(
        "reset page of the browser, with the code page that follows",
        Account.Named.USERNAME,
        user -> {
          Browser browser = new Browser();
          Page form = Reset.forgotten(browser, REALM.login().start(browser));
          return () ->
              assertThat(form.form().type("username", user.username()).submit().has("#code"))
                  .isTrue();
        });
  }

  private static void measure(
      String title, Account.Named named, Function<TestUser, Runnable> prepare) {
    Map<Account, List<TestUser>> users = new EnumMap<>(Account.class);
    Map<Account, List<Long>> timings = new EnumMap<>(Account.class);
    Arrays.stream(Account.values())
        .filter(named::names)
        .forEach(
            account -> {
              users.put(account, account.create(REALM, WARM_UP + TIMINGS));
              timings.put(account, new ArrayList<>());
            });
    for (int turn = 0; turn < WARM_UP + TIMINGS; turn++) {
      List<Account> order = new ArrayList<>(users.keySet());
      Collections.shuffle(order);
      for (Account account : order) {
        Runnable asking = prepare.apply(users.get(account).get(turn));
        long begun = System.nanoTime();
        asking.run();
        long took = System.nanoTime() - begun;
        if (turn >= WARM_UP) {
          timings.get(account).add(took);
        }
      }
    }
    print(title, timings);
    assertThat(timings.values()).allSatisfy(each -> assertThat(each).hasSize(TIMINGS));
  }

  private static void print(String title, Map<Account, List<Long>> timings) {
    StringBuilder table = new StringBuilder("\n" + title + "\n");
    table.append("%-12s %10s %10s %10s%n".formatted("account", "median ms", "p90 ms", "p99 ms"));
    timings.forEach(
        (account, each) -> {
          Collections.sort(each);
          table.append(
              "%-12s %10.1f %10.1f %10.1f%n"
                  .formatted(
                      account.name().toLowerCase(java.util.Locale.ROOT),
                      percentile(each, 50),
                      percentile(each, 90),
                      percentile(each, 99)));
        });
    System.out.println(table);
  }

  private static double percentile(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() * percent - 1) / 100) / 1e6;
  }
}

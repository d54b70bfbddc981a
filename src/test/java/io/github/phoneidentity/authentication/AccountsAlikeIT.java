package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A stranger who asks for a reset, or for a login by SMS, sees the same whether there is an account
 * and whatever it looks like.
 */
class AccountsAlikeIT {

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(
          realm -> {
            Flows.loginBySms(realm);
            realm.put("failureFactor", 2).put("quickLoginCheckMilliSeconds", 0);
          });

  /** What names an account. */
  enum Kind {
    USERNAME(TestUser::username),
    EMAIL(TestUser::email),
    NICKNAME(TestUser::nickname),
    PHONE(user -> Unique.national(user.phone()));

    private final Function<TestUser, String> identifier;

    Kind(Function<TestUser, String> identifier) {
      this.identifier = identifier;
    }

    String of(TestUser user) {
      return identifier.apply(user);
    }
  }

  private static Map<String, TestUser> accounts(Kind kind) {
    Map<String, TestUser> accounts = new LinkedHashMap<>();
    accounts.put("known", TestUser.random());
    accounts.put("unproven", TestUser.random().withPhone(Unique.phone(), false));
    accounts.put("disabled", TestUser.random());
    accounts.put("locked", TestUser.random());
    if (kind != Kind.PHONE) {
      accounts.put("numberless", TestUser.random().withoutPhone());
    }
    accounts.forEach((state, user) -> create(state, user));
    accounts.put("unknown", TestUser.random());
    return accounts;
  }

  private static void create(String state, TestUser user) {
    Map<String, Object> representation = new HashMap<>(user.representation());
    representation.put("enabled", !state.equals("disabled"));
    // The language of the account is not the language of the stranger.
    Map<String, Object> attributes =
        new HashMap<>((Map<String, ?>) representation.get("attributes"));
    attributes.put("locale", List.of("ko"));
    representation.put("attributes", attributes);
    REALM.admin().body(representation).post("/users").then().statusCode(201);
    if (state.equals("locked")) {
      REALM.passwordGrant(user.username(), "wrong");
      REALM.passwordGrant(user.username(), "wrong");
      REALM.passwordGrant(user.username(), "wrong");
    }
  }

  @ParameterizedTest
  @EnumSource
  void strangerWhoResetsAPasswordLearnsNothing(Kind kind) {
    Map<String, List<Alike>> seen = new LinkedHashMap<>();
    accounts(kind)
        .forEach(
            (state, user) -> {
              String typed = kind.of(user);
              Browser browser = new Browser();
              Page form = Reset.forgotten(browser, REALM.login().start(browser));
              seen.put(state, visit(browser, form, typed));
            });
    allAlike(seen);
  }

  @ParameterizedTest
  @EnumSource
  void strangerWhoLogsInBySmsLearnsNothing(Kind kind) {
    Map<String, List<Alike>> seen = new LinkedHashMap<>();
    accounts(kind)
        .forEach(
            (state, user) -> {
              Browser browser = new Browser();
              Page form = REALM.login().start(browser);
              seen.put(state, visit(browser, form, kind.of(user)));
            });
    allAlike(seen);
  }

  @Test
  void onlyTheOwnerOfAProvenNumberGetsAText() {
    Map<String, TestUser> accounts = accounts(Kind.USERNAME);
    accounts.forEach((state, user) -> Reset.begin(REALM).identify(user.username()));

    REALM.inbox().awaitText(accounts.get("known").phone());
    assertThat(REALM.inbox().countFor(accounts.get("unproven").phone())).isZero();
    assertThat(REALM.inbox().countFor(accounts.get("disabled").phone())).isZero();
  }

  /** Everything that can be done without the code. */
  private static List<Alike> visit(Browser browser, Page form, String typed) {
    List<Alike> seen = new ArrayList<>();
    Map<String, List<String>> fields = Map.of("username", List.of(typed));
    Page redirect = browser.postWithoutFollowing(form.form().action(), fields);
    seen.add(Alike.of(redirect, typed));
    Page page = browser.open(redirect.location());
    seen.add(Alike.of(page, typed));
    page = page.form("form:has(button[name=resend])").submit("resend");
    seen.add(Alike.of(page, typed));
    for (int guess = 0; guess < 6; guess++) {
      page = page.form().type("code", "00000" + guess).submit();
      seen.add(Alike.of(page, typed));
    }
    page = page.form().type("code", "abc").submit();
    seen.add(Alike.of(page, typed));
    page = page.form("form:has(button[name=resend])").submit("resend");
    seen.add(Alike.of(page, typed));
    seen.add(Alike.of(browser.open(redirect.location()), typed));
    return seen;
  }

  private static void allAlike(Map<String, List<Alike>> seen) {
    List<Alike> unknown = seen.get("unknown");
    seen.forEach(
        (state, pages) -> {
          for (int step = 0; step < unknown.size(); step++) {
            assertThat(pages.get(step))
                .as("%s at step %d", state, step)
                .isEqualTo(unknown.get(step));
          }
        });
  }
}

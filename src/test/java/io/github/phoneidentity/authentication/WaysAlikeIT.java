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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Where a password can be reset by a link as well, the flow knows the user from the beginning on. A
 * stranger sees the same ways all the same, whoever was named.
 */
class WaysAlikeIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(Flows::resetByLinkOrSms);

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  private static Map<String, TestUser> accounts() {
    Map<String, TestUser> accounts = new LinkedHashMap<>();
    accounts.put("unknown", TestUser.random());
    accounts.put("known", TestUser.random());
    accounts.put("unproven", TestUser.random().withPhone(Unique.phone(), false));
    accounts.put("numberless", TestUser.random().withoutPhone());
    accounts.put("disabled", TestUser.random());
    accounts.put("second factors", TestUser.random());
    accounts.forEach(WaysAlikeIT::create);
    return accounts;
  }

  private static void create(String state, TestUser user) {
    switch (state) {
      case "unknown" -> {}
      case "second factors" ->
          Factors.createUser(REALM, user, List.of(Factors.totp(), Factors.sms(user.phone(), true)));
      default -> {
        Map<String, Object> representation = new HashMap<>(user.representation());
        representation.put("enabled", !state.equals("disabled"));
        REALM.admin().body(representation).post("/users").then().statusCode(201);
      }
    }
  }

  @Test
  void strangerSeesTheSameWays() {
    Map<String, List<Alike>> seen = new LinkedHashMap<>();
    accounts().forEach((state, user) -> seen.put(state, visit(user.username())));

    seen.forEach(
        (state, pages) -> {
          List<Alike> unknown = seen.get("unknown");
          for (int step = 0; step < unknown.size(); step++) {
            assertThat(pages.get(step))
                .as("%s at step %d", state, step)
                .isEqualTo(unknown.get(step));
          }
        });
  }

  private static List<Alike> visit(String typed) {
    List<Alike> seen = new ArrayList<>();
    Browser browser = new Browser();
    Page form = Reset.forgotten(browser, REALM.login().start(browser));
    Page redirect =
        browser.postWithoutFollowing(form.form().action(), Map.of("username", List.of(typed)));
    seen.add(Alike.of(redirect, typed));
    Page page = browser.open(redirect.location());
    seen.add(Alike.of(page, typed));
    page = page.form().type("code", "000000").submit();
    seen.add(Alike.of(page, typed));
    page = page.form("#kc-select-try-another-way-form").submit();
    seen.add(Alike.of(page, typed));
    page = page.choose("Text message");
    seen.add(Alike.of(page, typed));
    page = page.form("#kc-select-try-another-way-form").submit();
    page = page.choose("Email");
    seen.add(Alike.of(page, typed));
    return seen;
  }
}

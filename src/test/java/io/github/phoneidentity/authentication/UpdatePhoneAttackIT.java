package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Nobody takes a number, or an account by way of its number, who is not its owner. */
class UpdatePhoneAttackIT {

  private static final int RIVALS = 4;

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  /** A login is fresh for the second in which it was done. */
  @AutoClose
  private static final TestRealm STRICT = TestRealm.create(UpdatePhoneAttackIT::mustBeFresh);

  private static void mustBeFresh(ObjectNode realm) {
    for (var action : realm.get("requiredActions")) {
      if (action.path("alias").asText().equals("UPDATE_PHONE")) {
        ((ObjectNode) action).putObject("config").put("max_auth_age", "0");
      }
    }
  }

  @Test
  void numberOfSomebodyElseIsToldOnlyToWhoHasProvenIt() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Login login = Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user);

    login.type("phone", owner.phone());
    assertThat(login.page().has("#code")).isTrue();
    login.codeFrom(owner.phone());

    assertThat(login.page().errorAt("phone"))
        .get()
        .asString()
        .contains("belongs to another account");
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void stolenSessionThatIsNotFreshIsAskedForThePasswordInEveryTab() {
    TestUser user = TestUser.random();
    String id = STRICT.createUser(user);
    Browser stolen = new Browser();
    Login.begin(STRICT, stolen).password(user).done();

    Login first = asksForPassword(stolen);
    assertThat(first.page().has("#phone")).isFalse();
    Login second = Login.begin(STRICT, stolen);
    assertThat(second.isDone()).as("the session itself is good").isTrue();
    assertThat(asksForPassword(stolen).page().has("#phone")).isFalse();
    Page direct = stolen.open(actionOf(first.page()));
    assertThat(direct.has("#phone")).isFalse();
    assertThat(AppLogin.isBackAtApp(direct)).isFalse();
    Page posted = stolen.post(actionOf(first.page()), Map.of("phone", List.of(Unique.phone())));
    assertThat(posted.has("#code")).isFalse();
    assertThat(STRICT.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
  }

  @Test
  void appCannotWaiveTheFreshLogin() {
    TestUser user = TestUser.random();
    STRICT.createUser(user);
    Browser stolen = new Browser();
    Login.begin(STRICT, stolen).password(user).done();
    asksForPassword(stolen);

    AppLogin lenient = STRICT.login().with("kc_action", "UPDATE_PHONE").with("max_age", "86400");
    assertThat(lenient.start(stolen).has("#password")).isTrue();
    AppLogin silent = STRICT.login().with("kc_action", "UPDATE_PHONE").with("prompt", "none");
    Page page = silent.start(stolen);
    assertThat(page.callback()).containsKey("error").doesNotContainKey("code");
  }

  @Test
  void ofManyWhoHaveProvenOneNumberAtOnceExactlyOneGetsIt() throws Exception {
    REALM.setPolicy(Map.of("resend-cooldown", "0"));
    String phone = Unique.phone();
    List<String> ids = new ArrayList<>();
    List<Supplier<Login>> rivals = new ArrayList<>();
    for (int rival = 1; rival <= RIVALS; rival++) {
      TestUser user = TestUser.random();
      ids.add(REALM.createUser(user));
      Login login =
          Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user).type("phone", phone);
      String code = REALM.inbox().awaitText(phone, rival).code();
      rivals.add(() -> login.type("code", code));
    }

    List<Login> ended = Parallel.run(rivals);

    assertThat(ended).filteredOn(Login::isDone).hasSize(1);
    assertThat(ended)
        .filteredOn(login -> !login.isDone())
        .allSatisfy(
            login ->
                assertThat(login.page().errorAt("phone"))
                    .get()
                    .asString()
                    .contains("belongs to another account"));
    assertThat(ids)
        .filteredOn(id -> phone.equals(REALM.user(id).getString("attributes.phoneNumber[0]")))
        .hasSize(1);
  }

  /** Keycloak counts in whole seconds: within the second of the login the session is fresh. */
  private static Login asksForPassword(Browser browser) {
    return Awaitility.await("a page that asks for the password")
        .until(
            () -> Login.forAction(STRICT, browser, "UPDATE_PHONE"),
            login -> login.page().has("#password"));
  }

  /** Where the action of the tab that shows this page would be, had its user logged in. */
  private static URI actionOf(Page page) {
    return URI.create(
        page.form()
            .action()
            .toString()
            .replace("login-actions/authenticate", "login-actions/required-action")
            .replaceAll("execution=[^&]*", "execution=UPDATE_PHONE"));
  }
}

package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * The browser restarts a login while the server still works on one of its forms, which takes a
 * while because of the password: at another moment in each repetition.
 */
class RestartedLoginIT {

  private static final int MOMENTS = 8;

  @AutoClose
  private static final TestRealm REALM = TestRealm.create(Flows::loginByNameThenPassword);

  private final TestUser user = TestUser.random();

  @RepeatedTest(MOMENTS)
  void signUpLeavesNoUserWithoutANumber(RepetitionInfo moment) throws Exception {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());

    submitAndRestart(moment, signUp.browser(), signUp.page().form().fill(user), page -> {});

    assertThat(REALM.userIds(Map.of("username", user.username(), "exact", true)))
        .isEqualTo(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone())));
  }

  @RepeatedTest(MOMENTS)
  void signUpIsNoLoginOfAUserWhoIsNamedMeanwhile(RepetitionInfo moment) throws Exception {
    TestUser victim = TestUser.random();
    String id = REALM.createUser(victim);
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());

    submitAndRestart(
        moment, signUp.browser(), signUp.page().form().fill(user), page -> name(page, victim));

    assertThat(sessions(id)).isEmpty();
    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(victim.phone());
  }

  @RepeatedTest(MOMENTS)
  void requiredActionIsNoLoginOfAUserWhoIsNamedMeanwhile(RepetitionInfo moment) throws Exception {
    TestUser victim = TestUser.random();
    String id = REALM.createUser(victim);
    String attacker = REALM.createUser(user);
    Map<String, Object> changed = new HashMap<>(REALM.user(attacker).getMap("$"));
    changed.put("requiredActions", List.of("UPDATE_PASSWORD"));
    REALM.admin().body(changed).put("/users/{id}", attacker).then().statusCode(204);
    Login login =
        Login.begin(REALM).type("username", user.username()).type("password", user.password());
    String another = TestUser.random().password();
    Form newPassword =
        login.page().form().type("password-new", another).type("password-confirm", another);

    submitAndRestart(moment, login.browser(), newPassword, page -> name(page, victim));

    assertThat(sessions(id)).isEmpty();
  }

  @RepeatedTest(MOMENTS)
  void passwordIsNoLoginOfAUserWhoIsNamedMeanwhile(RepetitionInfo moment) throws Exception {
    TestUser victim = TestUser.random();
    String id = REALM.createUser(victim);
    REALM.createUser(user);
    Login login = Login.begin(REALM).type("username", user.username());

    submitAndRestart(
        moment,
        login.browser(),
        login.page().form().type("password", user.password()),
        page -> name(page, victim));

    assertThat(sessions(id)).isEmpty();
  }

  private static void submitAndRestart(
      RepetitionInfo moment, Browser browser, Form form, Consumer<Page> then)
      throws InterruptedException, ExecutionException {
    URI restart = form.action().resolve("restart?" + form.action().getRawQuery());
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Page> answer =
          thread.submit(() -> browser.postWithoutFollowing(form.action(), form.values()));
      for (int i = 1; i < moment.getCurrentRepetition(); i++) {
        browser.open(REALM.url()); // takes some milliseconds
      }
      then.accept(browser.open(restart));
      answer.get();
    } finally {
      thread.shutdownNow();
    }
  }

  private static void name(Page page, TestUser victim) {
    if (page.has("input[name=username]")) {
      page.form().type("username", victim.phone()).submit();
    }
  }

  private static List<Object> sessions(String userId) {
    return REALM.admin().get("/users/{id}/sessions", userId).jsonPath().getList("$");
  }
}

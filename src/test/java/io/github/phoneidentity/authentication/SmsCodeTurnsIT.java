package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every wrong turn of a login by a code, without a password. */
class SmsCodeTurnsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(SmsCodeTurnsIT::loginBySms);

  private final TestUser user = TestUser.random();
  private final Browser browser = new Browser();
  private String id;

  private static void loginBySms(ObjectNode realm) {
    Flows.loginBySms(realm);
    Flows.referenceValue(realm, "sms-code-form", "sms");
  }

  @BeforeEach
  void create() {
    id = REALM.createUser(user);
  }

  private Login named() {
    return Login.begin(REALM, browser).type("username", user.username());
  }

  @Test
  void expiredCodeIsRefusedAndANewOneIsSentOnRequest() {
    Login login = named();
    String old = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).expire(user.phone());
    assertThat(login.type("code", old).page().errorAt("code").orElseThrow())
        .contains("has expired");
    new Rows(REALM).endCooldown(user.phone());

    login.press("resend").codeFrom(user.phone(), 2);

    assertThat(login.tokens().idClaims()).containsEntry("sub", id);
  }

  @Test
  void usedCodeLogsNobodyInAgain() {
    Login login = named();
    String code = REALM.inbox().codeFor(user.phone());
    login.type("code", code).tokens();
    new Rows(REALM).endCooldown(user.phone());

    Login second = Login.begin(REALM).type("username", user.username());
    REALM.inbox().awaitText(user.phone(), 2);

    assertThat(second.type("code", code).page().errorAt("code")).isPresent();
    assertThat(second.isDone()).isFalse();
  }

  @Test
  void backButtonAndTheOldFormLeadOn() {
    Login login = Login.begin(REALM, browser);
    URI first = login.page().form().action();
    login.type("username", user.username());

    Page back = browser.post(first, Map.of("username", List.of(user.username())));

    assertThat(back.title()).isEqualTo("Enter the code");
    Page done = back.form().type("code", REALM.inbox().codeFor(user.phone())).submit();
    assertThat(done.callback()).containsKey("code");
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void secondTabHasACodeOfItsOwn() {
    TestUser other = TestUser.random();
    REALM.createUser(other);
    Login first = named();
    String code = REALM.inbox().codeFor(user.phone());
    Login second = Login.begin(REALM, browser).type("username", other.username());
    String others = REALM.inbox().codeFor(other.phone());

    assertThat(second.type("code", code).page().errorAt("code")).isPresent();
    assertThat(first.type("code", others).page().errorAt("code")).isPresent();
    assertThat(first.type("code", code).tokens().idClaims()).containsEntry("sub", id);
  }

  @Test
  void userWhoWasDisabledMeanwhileIsNotLoggedIn() {
    Login login = named();
    String code = REALM.inbox().codeFor(user.phone());
    REALM.admin().body(Map.of("enabled", false)).put("/users/{id}", id).then().statusCode(204);

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertThat(login.page().errorAt("username")).isPresent();
    assertThat(login.page().text()).doesNotContain("disabled");
  }

  @Test
  void userWhoWasDeletedMeanwhileIsNotLoggedIn() {
    Login login = named();
    String code = REALM.inbox().codeFor(user.phone());
    REALM.admin().delete("/users/{id}", id).then().statusCode(204);

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertThat(login.page().status()).isEqualTo(200);
    assertThat(login.page().errorAt("username").orElseThrow()).contains("Start again");
  }

  @Test
  void numberThatWentToAnotherMeanwhileProvesNeither() {
    Login login = named();
    String code = REALM.inbox().codeFor(user.phone());
    Map<String, Object> changed =
        new HashMap<>(user.withPhone(Unique.phone(), true).representation());
    changed.remove("credentials");
    REALM.admin().body(changed).put("/users/{id}", id).then().statusCode(204);
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));

    login.type("code", code);

    assertThat(login.isDone()).isFalse();
    assertThat(login.page().errorAt("username").orElseThrow()).contains("Start again");
  }

  @Test
  void loginThatTookTooLongBeginsAnew() {
    Login login = named();
    String code = REALM.inbox().codeFor(user.phone());

    Page page = Timeout.answer(REALM, browser, login.page(), Map.of("code", List.of(code)));

    assertThat(page.text()).contains("Your login attempt timed out");
    assertThat(page.has("input[name=username]")).isTrue();
    new Rows(REALM).endCooldown(user.phone());
    Page again = page.form().type("username", user.username()).submit();
    Page done = again.form().type("code", REALM.inbox().awaitText(user.phone(), 2).code()).submit();
    assertThat(done.callback()).containsKey("code");
  }

  @Test
  void languageIsSwitchedInTheMiddle() {
    Login login = named().language("ko");

    assertThat(login.page().title()).isEqualTo("인증번호 입력");
    login.codeFrom(user.phone());
    assertThat(login.isDone()).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void rememberedNameIsFilledInAndARememberedNumberIsNotShown() {
    assertThat(rememberedAs(user.username())).isEqualTo(user.username());
    new Rows(REALM).endCooldown(user.phone());
    assertThat(rememberedAs(Unique.national(user.phone()))).isEqualTo(user.username());
  }

  /** The name that the next login begins with, when the session of this one is over. */
  private String rememberedAs(String typed) {
    Browser remembering = new Browser();
    int texts = REALM.inbox().countFor(user.phone());
    Login.begin(REALM, remembering).rememberMe(typed, user.phone(), texts + 1).tokens();
    assertThat(remembering.cookies().getCookies().toString())
        .doesNotContain(user.phone().substring(4), "**");
    REALM.admin().post("/users/{id}/logout", id).then().statusCode(204);
    Page next = REALM.login().start(remembering);
    assertThat(next.form().field("rememberMe").hasAttr("checked")).isTrue();
    return next.form().value("username");
  }

  @Test
  void whoAuthenticatesAgainIsNotAskedWhoTheyAre() {
    named().codeFrom(user.phone()).tokens();
    new Rows(REALM).endCooldown(user.phone());

    Login again = Login.with(REALM, browser, "prompt", "login");

    assertThat(again.page().has("input[name=code]")).as(again.page().text()).isTrue();
    assertThat(again.page().has("button[name=change]")).isFalse();
    assertThat(again.codeFrom(user.phone(), 2).tokens().idClaims()).containsEntry("sub", id);
  }

  @Test
  void tokenTellsTheMethod() {
    assertThat(named().codeFrom(user.phone()).tokens().idClaims())
        .containsEntry("amr", List.of("sms"))
        .containsEntry("acr", "1");
  }
}

package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code VERIFY_PHONE}: users prove at login what somebody else has put on file for them. */
class VerifyPhoneIT {

  private static final String CODE_PAGE = "Enter the code";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final Browser browser = new Browser();
  private final AppLogin login = REALM.login();
  private final TestUser user = TestUser.random().withPhone(Unique.phone(), false);

  @Test
  void unprovenNumberIsProvenAtLoginAndNotAskedForAgain() {
    String id = REALM.createUser(user);

    Page page = logIn(user);

    assertThat(page.title()).isEqualTo(CODE_PAGE);
    assertThat(page.text()).contains("+82******" + user.phone().substring(9));
    assertThat(page.has("#phone-identity-change")).isFalse();
    Instant before = Instant.now();
    page = page.form().type("code", REALM.inbox().codeFor(user.phone())).submit();
    assertThat(login.finish(page).idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("phone_number_verified", true);
    assertThat(attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(Instant.parse(attribute(id, "phoneNumberVerifiedAt")))
        .isBetween(before.minusSeconds(5), before.plusSeconds(60));
    assertThat(REALM.user(id).getList("requiredActions")).isEmpty();
    assertThat(Login.begin(REALM).password(user.phone(), user.password()).isDone()).isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void wrongCodeIsRejectedAndCanBeRetried() {
    REALM.createUser(user);
    Page page = logIn(user);
    String code = REALM.inbox().codeFor(user.phone());

    page = page.form().type("code", other(code)).submit();

    assertThat(page.errorAt("code")).contains("This code is wrong. You can try 4 more times.");
    assertThat(AppLogin.isBackAtApp(page.form().type("code", code).submit())).isTrue();
  }

  @Test
  void postedNumberDoesNotReplaceTheOneOnFile() {
    String id = REALM.createUser(user);
    String other = Unique.phone();
    Page page = logIn(user);
    String code = REALM.inbox().codeFor(user.phone());

    page = page.form().type("phone", other).type("phoneNumber", other).type("code", code).submit();

    assertThat(AppLogin.isBackAtApp(page)).isTrue();
    assertThat(attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(REALM.inbox().countFor(other)).isZero();
  }

  @Test
  void refreshSendsNothing() {
    REALM.createUser(user);
    Page page = logIn(user);
    REALM.inbox().awaitText(user.phone());

    Page again = browser.open(browser.open(page.address()).address());

    assertThat(again.title()).isEqualTo(CODE_PAGE);
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void actionCannotBeSkippedByAskingTheAppAgain() {
    REALM.createUser(user);
    logIn(user);

    Page silent = REALM.login().with("prompt", "none").start(browser);
    Page again = REALM.login().start(browser);

    assertThat(silent.callback()).doesNotContainKey("code").containsKey("error");
    assertThat(AppLogin.isBackAtApp(again)).isFalse();
  }

  @Test
  void passwordGrantIsRefusedUntilTheNumberIsProvenAndSendsNothing() {
    REALM.createUser(user);

    assertThat(REALM.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(400);
    assertThat(REALM.inbox().countFor(user.phone())).isZero();

    Page page = logIn(user);
    page.form().type("code", REALM.inbox().codeFor(user.phone())).submit();
    assertThat(REALM.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void passwordGrantGoesOnOnceAnAdministratorVouchesForTheNumber() {
    String id = REALM.createUser(user);
    assertThat(Login.begin(REALM).password(user).page().title()).isEqualTo(CODE_PAGE);
    Map<String, Object> vouched = new HashMap<>(REALM.user(id).getMap("$"));
    Map<String, Object> attributes = new HashMap<>(REALM.user(id).getMap("attributes"));
    attributes.put("phoneNumberVerified", List.of("true"));
    vouched.put("attributes", attributes);
    REALM.admin().body(vouched).put("/users/{id}", id).then().statusCode(204);

    assertThat(REALM.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void newLoginWithinTheCooldownGoesOnWithTheCodeThatWasSentAndTheTriesThatAreLeft() {
    String id = REALM.createUser(user);
    Page first = logIn(user);
    String code = REALM.inbox().codeFor(user.phone());
    first.form().type("code", other(code)).submit();

    Login anew = Login.begin(REALM).password(user);
    assertThat(anew.page().title()).isEqualTo(CODE_PAGE);
    assertThat(anew.code(other(code)).page().errorAt("code"))
        .contains("This code is wrong. You can try 3 more times.");

    assertThat(anew.code(code).tokens().idClaims()).containsEntry("phone_number_verified", true);
    assertThat(attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void codeThatAnotherLoginHasTakenAlongIsTakenInTheOlderOneToo() {
    String id = REALM.createUser(user);
    Page first = logIn(user);
    String code = REALM.inbox().codeFor(user.phone());
    Login second = Login.begin(REALM).password(user.username(), user.password());

    first = first.form().type("code", code).submit();

    assertThat(AppLogin.isBackAtApp(first)).isTrue();
    assertThat(attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(second.code(code).isDone()).as("the newer one goes on, too").isTrue();
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void newTextWithinTheCooldownIsRefusedOnAPageThatSaysWhenItWillWork() {
    REALM.createUser(user);
    logIn(user);
    REALM.inbox().awaitText(user.phone());
    new Rows(REALM).expire(user.phone());

    Page page = Login.begin(REALM).password(user.username(), user.password()).page();

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.message()).contains("Too many codes were requested. Try again in 1 minute.");
    new Rows(REALM).endCooldown(user.phone());
    assertThat(Login.begin(REALM).password(user.username(), user.password()).page().title())
        .isEqualTo(CODE_PAGE);
  }

  @Test
  void expiredCodeIsRenewedOnRequest() {
    REALM.createUser(user);
    Page page = logIn(user);
    REALM.inbox().awaitText(user.phone());
    new Rows(REALM).expire(user.phone());

    page = page.form("#phone-identity-code-actions").submit("resend");
    assertThat(page.html().select("#phone-identity-resend-in").text())
        .containsPattern("\\d+ seconds?|1 minute");
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
    new Rows(REALM).endCooldown(user.phone());
    page = page.form("#phone-identity-code-actions").submit("resend");

    String code = REALM.inbox().awaitText(user.phone(), 2).code();
    assertThat(AppLogin.isBackAtApp(page.form().type("code", code).submit())).isTrue();
  }

  @Test
  void numberThatAnAdministratorChangedMeanwhileIsTheOneToProve() {
    String id = REALM.createUser(user);
    String changed = Unique.phone();
    Page page = logIn(user);
    String code = REALM.inbox().codeFor(user.phone());
    setAttributes(id, Map.of("phoneNumber", changed));

    page = page.form().type("code", code).submit();

    assertThat(AppLogin.isBackAtApp(page)).isFalse();
    assertThat(attribute(id, "phoneNumber")).isEqualTo(changed);
    assertThat(attribute(id, "phoneNumberVerified")).isNull();
    new Rows(REALM).endCooldown(user.phone());
    assertThat(Login.begin(REALM).password(user).codeFrom(changed).tokens().idClaims())
        .containsEntry("phone_number", changed);
  }

  @Test
  void numberThatGetsNoTextsIsReplacedByAnother() {
    String landline =
        "+8223123" + String.format("%04d", Math.floorMod(user.phone().hashCode(), 10_000));
    String id = REALM.createUser(user.withPhone(landline, false));

    Page page = logIn(user);
    String mobile = Unique.phone();
    page = page.form().type("phone", mobile).submit();
    page = page.form().type("code", REALM.inbox().codeFor(mobile)).submit();

    assertThat(AppLogin.isBackAtApp(page)).isTrue();
    assertThat(attribute(id, "phoneNumber")).isEqualTo(mobile);
  }

  @Test
  void userWithoutANumberIsNotAsked() {
    TestUser numberless = user.withoutPhone();
    REALM.createUser(numberless);

    assertThat(AppLogin.isBackAtApp(logIn(numberless))).isTrue();
  }

  @Test
  void userWithoutANumberProvesOneWhenAnAdministratorDemandsIt() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    String id = REALM.createUser(user.withoutPhone());
    Map<String, Object> demanded = REALM.user(id).getMap("$");
    demanded.put("requiredActions", List.of("VERIFY_PHONE"));
    REALM.admin().body(demanded).put("/users/{id}", id).then().statusCode(204);

    Page page = logIn(user);
    assertThat(page.title()).isEqualTo("Verify your phone number");
    assertThat(page.form().type("phone", "02-312-3456").submit().errorAt("phone")).isPresent();
    page = logIn(user);
    page = page.form().type("phone", owner.phone()).submit();
    page = page.form().type("code", REALM.inbox().codeFor(owner.phone())).submit();
    assertThat(page.errorAt("phone")).isPresent();

    new Rows(REALM).endCooldown(owner.phone());
    page = page.form().type("phone", Unique.national(user.phone())).submit();
    page = page.form().type("code", REALM.inbox().codeFor(user.phone())).submit();

    assertThat(login.finish(page).idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("phone_number_verified", true);
    assertThat(attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  /** How a number is removed. */
  enum Removal {
    BY_ADMINISTRATOR {
      @Override
      void remove(String id, String phone) {
        save(id, it -> without(it, "phoneNumber"));
      }
    },
    REVOKED {
      @Override
      void remove(String id, String phone) {
        REALM
            .admin()
            .queryParam("phone", phone)
            .delete("/phone-identity/claims")
            .then()
            .statusCode(204);
      }
    };

    abstract void remove(String id, String phone);
  }

  @ParameterizedTest
  @EnumSource
  void userWhoseUnprovenNumberIsRemovedIsNotAskedForAnother(Removal removal) {
    String id = REALM.createUser(user);
    Page open = logIn(user);
    assertThat(open.title()).isEqualTo(CODE_PAGE);
    assertThat(REALM.user(id).getList("requiredActions")).containsExactly("VERIFY_PHONE");
    String code = REALM.inbox().codeFor(user.phone());

    removal.remove(id, user.phone());

    assertThat(REALM.user(id).getList("requiredActions")).isEmpty();
    assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
    assertThat(Login.begin(REALM).password(user).tokens().idClaims())
        .doesNotContainKeys("phone_number", "phone_number_verified");
    assertThat(AppLogin.isBackAtApp(open.form().type("code", code).submit())).isTrue();
    assertThat(attribute(id, "phoneNumber")).isNull();
  }

  @Test
  void administratorWhoRemovesANumberCanDemandAnother() {
    TestUser proven = TestUser.random();
    String id = REALM.createUser(proven);
    String another = Unique.phone();

    save(
        id,
        it -> {
          without(it, "phoneNumber");
          it.put("requiredActions", List.of("VERIFY_PHONE"));
        });

    Login.begin(REALM).password(proven).type("phone", another).codeFrom(another).done();
    assertThat(attribute(id, "phoneNumber")).isEqualTo(another);
  }

  @Test
  void proofThatIsTooOldIsAskedForAgain() {
    TestUser old = TestUser.random();
    TestUser fresh = TestUser.random();
    setVerifiedAt(REALM.createUser(old), Duration.ofDays(31));
    setVerifiedAt(REALM.createUser(fresh), Duration.ofDays(29));
    REALM.setPolicy(Map.of("proof-max-age", "30"));
    try {
      Page page = logIn(old);
      assertThat(page.title()).isEqualTo(CODE_PAGE);
      page = page.form().type("code", REALM.inbox().codeFor(old.phone())).submit();
      assertThat(AppLogin.isBackAtApp(page)).isTrue();

      assertThat(Login.begin(REALM).password(old.phone(), old.password()).isDone()).isTrue();
      assertThat(Login.begin(REALM).password(fresh.phone(), fresh.password()).isDone()).isTrue();
    } finally {
      REALM.setPolicy(Map.of("proof-max-age", "0"));
    }
  }

  private Page logIn(TestUser who) {
    return login
        .start(browser)
        .form()
        .type("username", who.username())
        .type("password", who.password())
        .submit();
  }

  private static void setVerifiedAt(String id, Duration age) {
    setAttributes(
        id,
        Map.of(
            "phoneNumberVerified",
            "true",
            "phoneNumberVerifiedAt",
            Instant.now().minus(age).toString()));
  }

  private static void setAttributes(String id, Map<String, String> changes) {
    save(
        id,
        user -> {
          Map<String, Object> attributes = new HashMap<>(REALM.user(id).getMap("attributes"));
          changes.forEach((name, value) -> attributes.put(name, List.of(value)));
          user.put("attributes", attributes);
        });
  }

  private static void without(Map<String, Object> user, String attribute) {
    Map<Object, Object> attributes = new HashMap<>((Map<?, ?>) user.get("attributes"));
    attributes.remove(attribute);
    user.put("attributes", attributes);
  }

  /** Saves the user with these changes, as the admin console does. */
  private static void save(String id, Consumer<Map<String, Object>> changes) {
    Map<String, Object> user = new HashMap<>(REALM.user(id).getMap("$"));
    changes.accept(user);
    REALM.admin().body(user).put("/users/{id}", id).then().statusCode(204);
  }

  private static String attribute(String id, String name) {
    return REALM.user(id).getString("attributes." + name + "[0]");
  }

  private static String other(String code) {
    return code.equals("000000") ? "111111" : "000000";
  }

  @Test
  void numberThatTakesThePlaceOfNoneOrOfAnotherIsToldByMail() {
    REALM.sendMail();
    TestUser numberless = TestUser.random().withoutPhone();
    Map<String, Object> asked = new HashMap<>(numberless.representation());
    asked.put("requiredActions", List.of("VERIFY_PHONE"));
    String id = REALM.createUser(asked);
    String phone = Unique.phone();

    Login.begin(REALM).password(numberless).type("phone", phone).codeFrom(phone).done();

    assertThat(REALM.mail().awaitMail(numberless.email()).text())
        .contains("+82******" + phone.substring(9));
    assertThat(REALM.events("UPDATE_PROFILE"))
        .anySatisfy(event -> assertThat(event).containsEntry("userId", id));
  }
}

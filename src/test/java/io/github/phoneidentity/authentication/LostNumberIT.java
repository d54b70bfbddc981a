package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
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

/** What {@code VERIFY_PHONE} offers to a user who no longer has the number on file. */
class LostNumberIT {

  private static final String BUTTON = "button#phone-identity-lost-number";

  @AutoClose private static final TestRealm CONTACT = TestRealm.create();
  @AutoClose private static final TestRealm SECOND_FACTOR = TestRealm.create();

  private final TestUser user = TestUser.random().withPhone(Unique.phone(), false);
  private final String newNumber = Unique.phone();

  private static Login withOtp(TestRealm realm, TestUser user) {
    return Login.begin(realm).password(user).type("otp", Factors.totpCode());
  }

  private static Login sayLost(Login login) {
    return login.goTo(login.page().form().type("change", "lost").submit());
  }

  @Test
  void textSaysWhomToAskAndNothingElseIsOffered() {
    Factors.createUser(CONTACT, user, List.of(Factors.totp()));
    Login login = withOtp(CONTACT, user);

    assertThat(login.page().html().select("#phone-identity-lost-number").text())
        .contains("Ask the support of Demo to change the number of your account.");
    assertThat(login.page().has(BUTTON)).isFalse();
    assertThat(sayLost(login).page().has("input[name=phone]")).isFalse();
  }

  @Test
  void anotherFactorAndAnotherNumberReplaceIt() {
    SECOND_FACTOR.setPolicy(Map.of("lost-number", "second-factor"));
    String id = Factors.createUser(SECOND_FACTOR, user, List.of(Factors.totp()));
    Login login = withOtp(SECOND_FACTOR, user);

    assertThat(login.page().has(BUTTON)).isTrue();
    login.goTo(login.page().form("form:has(" + BUTTON + ")").submit("change"));
    assertThat(login.page().has("input[name=phone]")).isTrue();
    login.reload();
    Map<String, Object> claims =
        login.type("phone", newNumber).codeFrom(newNumber).tokens().idClaims();

    assertThat(claims)
        .containsEntry("phone_number", newNumber)
        .containsEntry("phone_number_verified", true);
    assertThat(SECOND_FACTOR.user(id).getList("requiredActions")).isEmpty();
    SECOND_FACTOR
        .admin()
        .queryParam("phone", user.phone())
        .get("/phone-identity/claims")
        .then()
        .statusCode(404);
  }

  @Test
  void numberOfAnotherUserIsRefused() {
    SECOND_FACTOR.setPolicy(Map.of("lost-number", "second-factor"));
    TestUser owner = TestUser.random();
    SECOND_FACTOR.createUser(owner);
    String id = Factors.createUser(SECOND_FACTOR, user, List.of(Factors.totp()));
    Login login = sayLost(withOtp(SECOND_FACTOR, user));

    login.type("phone", owner.phone()).codeFrom(owner.phone());

    assertThat(login.page().errorAt("phone"))
        .get()
        .asString()
        .startsWith("This number belongs to another account.");
    assertThat(SECOND_FACTOR.user(id).getString("attributes.phoneNumber[0]"))
        .isEqualTo(user.phone());
  }

  @Test
  void passwordAloneIsNotEnough() {
    SECOND_FACTOR.setPolicy(Map.of("lost-number", "second-factor"));
    SECOND_FACTOR.createUser(user);
    Login login = Login.begin(SECOND_FACTOR).password(user);

    assertThat(login.page().has(BUTTON)).isFalse();
    assertThat(login.page().html().select("#phone-identity-lost-number").text())
        .contains("Ask the support");
    assertThat(sayLost(login).page().has("input[name=phone]")).isFalse();
  }

  @Test
  void textMessageIsNoOtherFactor() {
    SECOND_FACTOR.setPolicy(Map.of("lost-number", "second-factor"));
    String factor = Unique.phone();
    Factors.createUser(SECOND_FACTOR, user, List.of(Factors.sms(factor, false)));
    Login login = Login.begin(SECOND_FACTOR).password(user).codeFrom(factor);

    assertThat(login.page().html().select("#phone-identity-why").text()).isNotEmpty();
    assertThat(login.page().has(BUTTON)).isFalse();
    assertThat(sayLost(login).page().has("input[name=phone]")).isFalse();
  }

  @Test
  void factorOfAnEarlierLoginIsNotEnough() {
    SECOND_FACTOR.setPolicy(Map.of("lost-number", "second-factor"));
    TestUser proven = TestUser.random();
    String id = Factors.createUser(SECOND_FACTOR, proven, List.of(Factors.totp()));
    Browser browser = new Browser();
    Login.begin(SECOND_FACTOR, browser).password(proven).type("otp", Factors.totpCode()).done();
    save(
        id,
        attributes ->
            attributes.keySet().removeAll(List.of("phoneNumberVerified", "phoneNumberVerifiedAt")));

    Login login = Login.begin(SECOND_FACTOR, browser);

    assertThat(login.page().html().select("#phone-identity-why").text()).isNotEmpty();
    assertThat(login.page().has(BUTTON)).isFalse();
  }

  /** Its owner has proven it; that its country is no longer allowed does not undo that. */
  @Test
  void passwordAloneDoesNotReplaceAProvenNumberThatGetsNoCodesAnyMore() {
    TestUser proven = TestUser.random();
    TestUser withFactor = TestUser.random();
    String id = SECOND_FACTOR.createUser(proven);
    String other = Factors.createUser(SECOND_FACTOR, withFactor, List.of(Factors.totp()));
    for (String user : List.of(id, other)) {
      String longAgo = Instant.now().minus(Duration.ofDays(31)).toString();
      save(user, attributes -> attributes.put("phoneNumberVerifiedAt", List.of(longAgo)));
    }
    SECOND_FACTOR.setPolicy(
        Map.of(
            "lost-number", "second-factor", "proof-max-age", "30", "allowed-countries", "JP,US"));
    try {
      Login login = Login.begin(SECOND_FACTOR).password(proven);

      assertThat(login.page().has("input[name=phone]")).isFalse();
      assertThat(login.page().text()).contains("We cannot send codes to this kind of number.");
      assertThat(login.page().html().select("#phone-identity-lost-number").text())
          .contains("Ask the support");
      Login replaced = withOtp(SECOND_FACTOR, withFactor);
      replaced.goTo(replaced.page().form("form:has(" + BUTTON + ")").submit("change"));
      assertThat(replaced.page().has("input[name=phone]")).as("with another factor").isTrue();
    } finally {
      SECOND_FACTOR.setPolicy(Map.of("proof-max-age", "0", "allowed-countries", "JP,KR,US"));
    }
  }

  private static void save(String id, Consumer<Map<String, Object>> change) {
    Map<String, Object> found = SECOND_FACTOR.user(id).getMap("$");
    Map<String, Object> attributes = new HashMap<>(SECOND_FACTOR.user(id).getMap("attributes"));
    change.accept(attributes);
    found.put("attributes", attributes);
    SECOND_FACTOR.admin().body(found).put("/users/{id}", id).then().statusCode(204);
  }
}

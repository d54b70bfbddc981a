package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.authentication.Flows;
import io.github.phoneidentity.testing.MailInbox;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A realm whose users prove an e-mail address instead of a phone. */
class RestEmailIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(RestEmailIT::byEmail);

  private final RestApi api = new RestApi(REALM);
  private final TestUser user = TestUser.random();

  private static void byEmail(ObjectNode realm) {
    realm.put("emailTheme", "third-party").put("displayName", "<Shop> & \"Co\"");
    Flows.resetByLink(realm);
    for (JsonNode config : realm.path("authenticatorConfig")) {
      if (config.path("config").has("channel")) {
        ((ObjectNode) config.path("config")).put("channel", "email");
      }
    }
  }

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  private String prove(String purpose, String address) {
    int before = REALM.mail().mailsTo(address).size();
    String id =
        api.request()
            .body(Map.of("purpose", purpose, "email", address))
            .post("/verifications")
            .then()
            .statusCode(201)
            .body("channel", equalTo("email"), "recipient", equalTo("u***@example.com"))
            .extract()
            .path("id");
    api.confirm(id, REALM.mail().awaitMail(address, before + 1).code()).then().statusCode(200);
    return id;
  }

  private Map<String, Object> form(String proof) {
    Map<String, Object> form = RestApi.form(user, proof);
    form.remove("phoneVerification");
    form.put("emailVerification", proof);
    return form;
  }

  @Test
  void realmBrandsTheMailByItsEmailTheme() {
    prove("registration", user.email());

    MailInbox.Mail mail = REALM.mail().awaitMail(user.email());
    assertThat(mail.text()).startsWith("Your code for <Shop> & \"Co\" is " + mail.code());
    assertThat(mail.html())
        .contains("<html lang=\"en\">", "<h1>Third party</h1>")
        .contains("<p>Your code for &lt;Shop&gt; &amp; &quot;Co&quot; is " + mail.code() + ".</p>");
  }

  /** RFC 5321 allows 254 characters; Keycloak alone would accept this address. */
  @Test
  void addressThatIsTooLongIsNoAddress() {
    String label = "a".repeat(62) + ".";
    String address = "a".repeat(62) + "@" + label.repeat(3) + "com";
    assertThat(address).hasSize(255);

    api.request()
        .body(Map.of("purpose", "registration", "email", address))
        .post("/verifications")
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"), "errors.field", hasItem("email"));
  }

  @Test
  void mailIsSentWithoutALayoutThatNeedsAUser() {
    try (TestRealm other =
        TestRealm.create(
            realm -> {
              byEmail(realm);
              realm.put("emailTheme", "needs-user");
            })) {
      other.sendMail();
      new RestApi(other)
          .request()
          .body(Map.of("purpose", "registration", "email", user.email()))
          .post("/verifications")
          .then()
          .statusCode(201);

      MailInbox.Mail mail = other.mail().awaitMail(user.email());
      assertThat(mail.text()).contains(" is " + mail.code() + ".");
      assertThat(mail.html()).isNull();
      assertThat(other.server().log().lines().filter(line -> line.contains("needs-user")))
          .isNotEmpty()
          .noneMatch(line -> line.contains(mail.code()));
    }
  }

  @Test
  void provenAddressIsVerified() {
    Map<String, Object> form = form(prove("registration", user.email()));
    form.remove("email");

    String id = api.register(form).then().statusCode(201).extract().path("id");
    assertThat(REALM.user(id).getString("email")).isEqualTo(user.email());
    assertThat(REALM.user(id).getBoolean("emailVerified")).isTrue();
  }

  @Test
  void anotherAddressThanTheProvenOneIsRefused() {
    Map<String, Object> form = form(prove("registration", user.email()));
    form.put("email", "x" + user.email());

    api.register(form)
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"), "errors.field", hasItem("email"));
    form.put("email", user.email());
    api.register(form).then().statusCode(201);
  }

  @Test
  void phoneIsNotAskedForHere() {
    api.send("registration", user.phone())
        .then()
        .statusCode(403)
        .body("error", equalTo("not_allowed"));
  }

  @Test
  void forgottenPasswordIsChangedByMail() {
    REALM.createUser(user);

    api.changePassword(prove("password-reset", user.email()), "Brand-new-1-password")
        .then()
        .statusCode(204);
    REALM.passwordGrant(user.email(), "Brand-new-1-password").then().statusCode(200);
  }

  @Test
  void addressThatIsNotVerifiedResetsNothingAlone() {
    Map<String, Object> unverified = new HashMap<>(user.representation());
    unverified.put("emailVerified", false);
    REALM.createUser(unverified);

    api.changePassword(prove("password-reset", user.email()), "Brand-new-1-password")
        .then()
        .statusCode(403)
        .body("error", equalTo("not_allowed"));
    REALM.passwordGrant(user.username(), user.password()).then().statusCode(200);
  }

  @Test
  void phoneDoesNotResetWhereTheFlowHasNoText() {
    REALM.createUser(user);

    api.send("password-reset", user.phone())
        .then()
        .statusCode(403)
        .body("error", equalTo("not_allowed"));
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void unknownAddressIsAnsweredAlikeAndGetsNothing() {
    String unknown = user.email();
    api.request()
        .body(Map.of("purpose", "password-reset", "email", unknown))
        .post("/verifications")
        .then()
        .statusCode(201)
        .body("recipient", equalTo("u***@example.com"));
    // A mail to somebody else that was asked for later is there: this one is not coming.
    REALM.createUser(TestUser.random());
    prove("registration", TestUser.random().email());
    assertThat(REALM.mail().mailsTo(unknown)).isEmpty();
  }

  @Test
  void whatIsNoAddressIsAFieldError() {
    api.request()
        .body(Map.of("purpose", "registration", "email", "nonsense"))
        .post("/verifications")
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"), "errors.field", hasItem("email"));
  }
}

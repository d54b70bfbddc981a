package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Review Profile of a first broker login, in realms that let their users write attributes. */
class ReviewProfileIT {

  private TestRealm realm;
  private Brokering brokering;
  private RealmUsers users;

  @BeforeEach
  void open() {
    realm = TestRealm.create();
    brokering = Brokering.of(realm);
    users = new RealmUsers(realm);
    setReview("on");
  }

  @AfterEach
  void close() {
    brokering.close();
    realm.close();
  }

  @Test
  void formProvesNothingWhereAnyAttributeMayBeWritten() {
    changeProfile(
        attributes ->
            attributes.removeIf(
                attribute ->
                    attribute.get("name").toString().startsWith("phoneNumber")
                        || attribute.get("name").equals("nickname")));
    TestUser user = TestUser.random().withoutPhone();
    brokering.provider().createUser(user);
    String victim = Unique.phone();

    String id =
        login(user, form -> form.type("phoneNumber", victim).type("phoneNumberVerified", "true"));

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(victim);
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
  }

  @Test
  void providersProofIsOfItsOwnNumberAlone() {
    letUsersWriteTheNumber();
    TestUser one = TestUser.random();
    brokering.provider().createUser(one);
    TestUser two = TestUser.random();
    brokering.provider().createUser(two);
    String another = Unique.phone();

    String kept = login(one, form -> form);
    String changed = login(two, form -> form.type("phoneNumber", another));

    assertThat(users.attribute(kept, "phoneNumber")).isEqualTo(one.phone());
    assertThat(users.attribute(kept, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.attribute(changed, "phoneNumber")).isEqualTo(another);
    assertThat(users.attribute(changed, "phoneNumberVerified")).isNull();
  }

  /** Another request restarts the authentication session before the user is created. */
  @Test
  void loginThatIsRestartedWhileItsFormIsAtWorkProvesNoTypedNumber() throws Exception {
    letUsersWriteTheNumber();
    TestUser user = TestUser.random();
    brokering.provider().createUser(user);
    String victim = Unique.phone();
    Browser browser = new Browser();
    AppLogin login = realm.login().with("kc_idp_hint", "other");
    Form review = Brokering.password(login.start(browser), user).form();
    URI restart = review.action().resolve("restart?" + review.action().getRawQuery());

    realm
        .server()
        .database()
        .stop(
            new Rows(realm).insertUser(user.username()),
            "user_entity",
            () -> review.type("phoneNumber", victim).submit(),
            held -> browser.open(restart));

    String id = users.named(user.username()).get(0);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(victim);
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
  }

  @Test
  void reservedUsernameIsReplacedWhereNobodyReviewsIt() {
    setReview("off");
    TestUser user = TestUser.random().withUsername(Unique.phoneAsName().substring(1));
    brokering.provider().createUser(user);

    AppLogin login = realm.login().with("kc_idp_hint", "other");
    Page page = Brokering.password(login.start(new Browser()), user);

    // The demo realm's rule for usernames has the user choose another one at once.
    assertThat(page.form().field("username")).isNotNull();
    String id = realm.userIds(Map.of("email", user.email(), "exact", true)).get(0);
    assertThat(realm.user(id).getString("username")).isEqualTo(id);
    assertThat(realm.events("UPDATE_PROFILE_ERROR"))
        .anySatisfy(
            event -> {
              assertThat(event).containsEntry("userId", id);
              assertThat(event.get("details")).asString().contains("username", "reserved");
            });
  }

  private void letUsersWriteTheNumber() {
    changeProfile(
        attributes ->
            attributes.forEach(
                attribute -> {
                  if (attribute.get("name").equals("phoneNumber")) {
                    attribute.put(
                        "permissions",
                        Map.of("view", List.of("admin", "user"), "edit", List.of("admin", "user")));
                  }
                }));
  }

  private String login(TestUser user, UnaryOperator<Form> typed) {
    AppLogin login = realm.login().with("kc_idp_hint", "other");
    Page review = Brokering.password(login.start(new Browser()), user);
    typed.apply(review.form()).submit();
    return users.named(user.username()).get(0);
  }

  private void changeProfile(Consumer<List<Map<String, Object>>> change) {
    Map<String, Object> profile =
        new HashMap<>(realm.admin().get("/users/profile").jsonPath().getMap("$"));
    List<Map<String, Object>> attributes =
        new ArrayList<>((List<Map<String, Object>>) profile.get("attributes"));
    change.accept(attributes);
    profile.put("attributes", attributes);
    profile.put("unmanagedAttributePolicy", "ENABLED");
    realm.admin().body(profile).put("/users/profile").then().statusCode(200);
  }

  private void setReview(String mode) {
    List<Map<String, Object>> executions =
        realm.admin().get("/authentication/flows/first broker login/executions").path("$");
    Map<String, Object> review =
        executions.stream()
            .filter(one -> "idp-review-profile".equals(one.get("providerId")))
            .findFirst()
            .orElseThrow();
    Object config = review.get("authenticationConfig");
    Map<String, Object> body = new HashMap<>();
    body.put("alias", "review " + mode);
    body.put("config", Map.of("update.profile.on.first.login", mode));
    if (config == null) {
      realm
          .admin()
          .body(body)
          .post("/authentication/executions/{id}/config", review.get("id"))
          .then()
          .statusCode(201);
    } else {
      body.put("id", config);
      realm.admin().body(body).put("/authentication/config/{id}", config).then().statusCode(204);
    }
  }
}

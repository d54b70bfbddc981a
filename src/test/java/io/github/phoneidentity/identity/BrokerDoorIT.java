package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Identity brokering: a value that cannot be owned is left off, and the login succeeds. */
class BrokerDoorIT {

  private static final String SECRET = "secret-of-the-broker";

  /** The other identity provider takes no part and so may hold anything. */
  @AutoClose
  private static final TestRealm PROVIDER = TestRealm.create(BrokerDoorIT::withoutParticipation);

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final RealmUsers USERS = new RealmUsers(REALM);

  @BeforeAll
  static void trustTheProvider() {
    Map<String, Object> client = new HashMap<>();
    client.put("clientId", "portal");
    client.put("secret", SECRET);
    client.put("redirectUris", List.of("*"));
    PROVIDER.admin().body(client).post("/clients").then().statusCode(201);
    String endpoints = PROVIDER.url() + "/protocol/openid-connect";
    Map<String, String> config =
        Map.of(
            "clientId",
            "portal",
            "clientSecret",
            SECRET,
            "authorizationUrl",
            endpoints + "/auth",
            "tokenUrl",
            endpoints + "/token",
            "userInfoUrl",
            endpoints + "/userinfo",
            "defaultScope",
            "openid profile email phone",
            "syncMode",
            "FORCE");
    REALM
        .admin()
        .body(Map.of("alias", "other", "providerId", "oidc", "enabled", true, "config", config))
        .post("/identity-provider/instances")
        .then()
        .statusCode(201);
    map("phone_number", "phoneNumber");
    map("phone_number_verified", "phoneNumberVerified");
    map("nickname", "nickname");
  }

  @Test
  void broughtValuesAreCanonicalAndOwned() {
    TestUser user = TestUser.random();
    String phone = user.phone();
    PROVIDER.createUser(user.withPhone(Unique.national(phone), true));

    String id = login(user);

    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(phone);
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(USERS.create(TestUser.random().withPhone(phone, false)).statusCode()).isEqualTo(400);
  }

  @Test
  void takenNumberIsLeftOffAndAnEventSaysSo() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser user = TestUser.random();
    PROVIDER.createUser(user.withPhone(Unique.national(owner.phone()), true));

    String id = login(user);

    assertThat(USERS.attribute(id, "phoneNumber")).isNull();
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(USERS.attribute(id, "nickname")).isEqualTo(user.nickname());
    assertThat(REALM.events("UPDATE_PROFILE_ERROR"))
        .anySatisfy(
            event -> {
              assertThat(event).containsEntry("error", "brokered_value_left_off");
              assertThat(event).containsEntry("userId", id);
              assertThat(event.get("details")).asString().contains("phoneNumber", "taken");
            });
  }

  @Test
  void invalidNumberIsLeftOff() {
    TestUser user = TestUser.random();
    PROVIDER.createUser(user.withPhone("call me", true));

    String id = login(user);

    assertThat(USERS.attribute(id, "phoneNumber")).isNull();
  }

  @Test
  void laterLoginTakesTheNewNumberWithoutItsProof() {
    TestUser user = TestUser.random();
    String idAtProvider = PROVIDER.createUser(user);
    String id = login(user);
    String another = Unique.phone();
    new RealmUsers(PROVIDER).update(idAtProvider, "phoneNumber", Unique.national(another));

    login(user);

    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(another);
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isNull();
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void laterLoginWithATakenNumberKeepsTheFormerOneAndItsProof() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser user = TestUser.random();
    String idAtProvider = PROVIDER.createUser(user);
    String id = login(user);
    new RealmUsers(PROVIDER).update(idAtProvider, "phoneNumber", owner.phone());

    login(user);

    assertThat(USERS.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(USERS.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(USERS.create(TestUser.random().withPhone(user.phone(), false)).statusCode())
        .isEqualTo(400);
  }

  /** Logs in through the other provider and returns the user's id. */
  private static String login(TestUser user) {
    AppLogin login = REALM.login().with("kc_idp_hint", "other");
    Page page =
        login
            .start(new Browser())
            .form()
            .type("username", user.username())
            .type("password", user.password())
            .submit();
    Tokens tokens = login.finish(page);
    return (String) tokens.idClaims().get("sub");
  }

  private static void map(String claim, String attribute) {
    Map<String, Object> mapper = new HashMap<>();
    mapper.put("name", attribute);
    mapper.put("identityProviderAlias", "other");
    mapper.put("identityProviderMapper", "oidc-user-attribute-idp-mapper");
    mapper.put(
        "config", Map.of("claim", claim, "user.attribute", attribute, "syncMode", "INHERIT"));
    REALM
        .admin()
        .body(mapper)
        .post("/identity-provider/instances/other/mappers")
        .then()
        .statusCode(201);
  }

  private static void withoutParticipation(ObjectNode realm) {
    RealmUsers.withoutValidators(realm);
    RealmUsers.withoutParticipation(realm);
  }
}

package io.github.phoneidentity.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Logins through another identity provider, which brings phone number and nickname.
 *
 * @param provider the identity provider: a realm that takes no part and so may hold anything
 * @param realm the realm that trusts it
 */
record Brokering(TestRealm provider, TestRealm realm) implements AutoCloseable {

  private static final String VERIFIED = "verified_as_written";
  private static final String SECRET = "secret-of-the-broker";

  /** Has {@code realm} trust a new identity provider. */
  static Brokering of(TestRealm realm) {
    TestRealm provider = TestRealm.create(realm.server(), Brokering::asProvider);
    Brokering brokering = new Brokering(provider, realm);
    brokering.trust();
    return brokering;
  }

  private static void asProvider(ObjectNode json) {
    RealmUsers.withoutValidators(json);
    RealmUsers.withoutParticipation(json);
  }

  private void trust() {
    Map<String, Object> client = new HashMap<>();
    client.put("clientId", "portal");
    client.put("secret", SECRET);
    client.put("redirectUris", List.of("*"));
    client.put("protocolMappers", List.of(verifiedAsWritten()));
    provider.admin().body(client).post("/clients").then().statusCode(201);
    String endpoints = "/realms/" + provider.name() + "/protocol/openid-connect";
    Map<String, String> config =
        Map.of(
            "clientId",
            "portal",
            "clientSecret",
            SECRET,
            "authorizationUrl",
            provider.server().baseUrl() + endpoints + "/auth",
            "tokenUrl",
            provider.server().ownUrl() + endpoints + "/token",
            "disableUserInfo",
            "true",
            "defaultScope",
            "openid profile email phone",
            "syncMode",
            "FORCE");
    realm
        .admin()
        .body(Map.of("alias", "other", "providerId", "oidc", "enabled", true, "config", config))
        .post("/identity-provider/instances")
        .then()
        .statusCode(201);
    map("phone_number", "phoneNumber");
    map(VERIFIED, "phoneNumberVerified");
    map("nickname", "nickname");
  }

  /** Keycloak's own claim is a boolean; this one is whatever text the provider has. */
  private static Map<String, Object> verifiedAsWritten() {
    Map<String, String> config = new HashMap<>();
    config.put("user.attribute", "phoneNumberVerified");
    config.put("claim.name", VERIFIED);
    config.put("jsonType.label", "String");
    config.put("id.token.claim", "true");
    config.put("access.token.claim", "true");
    return Map.of(
        "name",
        VERIFIED,
        "protocol",
        "openid-connect",
        "protocolMapper",
        "oidc-usermodel-attribute-mapper",
        "config",
        config);
  }

  private void map(String claim, String attribute) {
    Map<String, Object> mapper = new HashMap<>();
    mapper.put("name", attribute);
    mapper.put("identityProviderAlias", "other");
    mapper.put("identityProviderMapper", "oidc-user-attribute-idp-mapper");
    mapper.put(
        "config", Map.of("claim", claim, "user.attribute", attribute, "syncMode", "INHERIT"));
    realm
        .admin()
        .body(mapper)
        .post("/identity-provider/instances/other/mappers")
        .then()
        .statusCode(201);
  }

  /** Changes what the identity provider knows of a user. */
  void update(String idAtProvider, String attribute, String value) {
    new RealmUsers(provider).update(idAtProvider, attribute, value);
  }

  /** Logs in through the identity provider and returns the user's id. */
  String login(TestUser user) {
    AppLogin login = toTheProvider();
    Page page = password(login.start(new Browser()), user);
    return (String) login.finish(page).idClaims().get("sub");
  }

  /** The same up to the page that comes back from the provider, which may ask for something. */
  Page begin(TestUser user) {
    return password(toTheProvider().start(new Browser()), user);
  }

  private AppLogin toTheProvider() {
    return realm.login().with("kc_idp_hint", "other");
  }

  /** Types username and password at the identity provider. */
  static Page password(Page page, TestUser user) {
    return page.form().type("username", user.username()).type("password", user.password()).submit();
  }

  @Override
  public void close() {
    provider.close();
  }
}

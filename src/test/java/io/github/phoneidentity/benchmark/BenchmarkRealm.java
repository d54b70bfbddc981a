package io.github.phoneidentity.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.TestRealm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Realms without the protection that would stop a benchmark, and clients of other flows. */
final class BenchmarkRealm {

  /** Keycloak's own flows. */
  static final String KEYCLOAK = "keycloak-flows";

  /** This project's lookup without a password. */
  static final String LOOKUP = "lookup";

  /** Keycloak's lookup without a password. */
  static final String KEYCLOAK_LOOKUP = "keycloak-lookup";

  private static final String MANY = "1000000";

  private BenchmarkRealm() {}

  /** A realm whose texts go to the instant gateway. */
  static TestRealm create() {
    return create(realm -> {});
  }

  /** The same with {@code changes} made to the import. */
  static TestRealm create(Consumer<ObjectNode> changes) {
    TestRealm realm =
        TestRealm.create(
            json -> {
              json.put("bruteForceProtected", false);
              changes.accept(json);
            });
    if (realm.policy().containsKey("gateways")) {
      realm.setPolicy(Map.of("gateways", "instant", "max-sends-per-realm-day", MANY));
    }
    Awaitility.await("adoption of the empty realm")
        .until(
            () -> realm.admin().get("/phone-identity/adopt").jsonPath().getString("state"),
            state -> state == null || state.equals("finished"));
    return realm;
  }

  /** The same with clients {@link #KEYCLOAK}, {@link #LOOKUP} and {@link #KEYCLOAK_LOOKUP}. */
  static TestRealm withClients() {
    TestRealm realm = create();
    client(realm, KEYCLOAK, flow(realm, "browser"), flow(realm, "direct grant"));
    client(realm, LOOKUP, null, flowOf(realm, "direct-grant-validate-identifier"));
    client(realm, KEYCLOAK_LOOKUP, null, flowOf(realm, "direct-grant-validate-username"));
    return realm;
  }

  private static void client(TestRealm realm, String id, String browserFlow, String grantFlow) {
    Map<String, String> flows =
        browserFlow == null
            ? Map.of("direct_grant", grantFlow)
            : Map.of("browser", browserFlow, "direct_grant", grantFlow);
    realm
        .admin()
        .body(
            Map.of(
                "clientId",
                id,
                "publicClient",
                true,
                "standardFlowEnabled",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of(AppLogin.CALLBACK),
                "defaultClientScopes",
                scopes(realm),
                "authenticationFlowBindingOverrides",
                flows))
        .post("/clients")
        .then()
        .statusCode(201);
  }

  /** Those of {@code demo-app}, so that the tokens are the same. */
  private static List<String> scopes(TestRealm realm) {
    return realm
        .admin()
        .queryParam("clientId", AppLogin.CLIENT)
        .get("/clients")
        .jsonPath()
        .getList("[0].defaultClientScopes");
  }

  private static String flow(TestRealm realm, String alias) {
    return realm
        .admin()
        .get("/authentication/flows")
        .jsonPath()
        .getString("find { it.alias == '" + alias + "' }.id");
  }

  /** A flow of this step alone. */
  private static String flowOf(TestRealm realm, String step) {
    String alias = step + " alone";
    realm
        .admin()
        .body(
            Map.of("alias", alias, "providerId", "basic-flow", "topLevel", true, "builtIn", false))
        .post("/authentication/flows")
        .then()
        .statusCode(201);
    String path = "/authentication/flows/{alias}/executions";
    realm
        .admin()
        .body(Map.of("provider", step))
        .post(path + "/execution", alias)
        .then()
        .statusCode(201);
    Map<String, Object> execution =
        new HashMap<>(realm.admin().get(path, alias).jsonPath().getMap("[0]"));
    execution.put("requirement", "REQUIRED");
    realm.admin().body(execution).put(path, alias).then().statusCode(204);
    return flow(realm, alias);
  }

  /** Drops all users from the caches. */
  static void forgetUsers(TestRealm realm) {
    realm.admin().post("/clear-user-cache").then().statusCode(204);
  }
}

package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.testing.Kcadm;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.TestRealm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code docs/existing-realm.sh}, on a realm as Keycloak makes it. */
class ExistingRealmIT {

  private static final Path SCRIPT = Path.of("docs", "existing-realm.sh");
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(realm -> realm.retain(List.of("realm", "enabled")));

  @Test
  void scriptGivesTheRealmTheFlowsOfTheDemoRealmAndCanBeRepeated() throws Exception {
    // What an interrupted run leaves.
    REALM
        .admin()
        .body(
            Map.of(
                "alias", "phone identity registration",
                "description", "UNFINISHED: Sign-up",
                "providerId", "basic-flow",
                "topLevel", true))
        .post("/authentication/flows")
        .then()
        .statusCode(201);

    try (Kcadm kcadm = Kcadm.login(REALM.server())) {
      enableSecurityKeys(true);
      assertThat(kcadm.script(SCRIPT, REALM.name(), "--reset"))
          .contains("Enabled required action VERIFY_PHONE")
          .contains("Flow 'browser' stays bound, because the realm has changed it")
          .contains("Bound flow 'phone identity direct grant' in place of 'direct grant'");
      enableSecurityKeys(false);
      assertThat(kcadm.script(SCRIPT, REALM.name(), "--reset"))
          .isEqualToIgnoringNewLines("Bound flow 'phone identity browser' in place of 'browser'");
      assertThat(kcadm.script(SCRIPT, REALM.name(), "--reset")).isBlank();
    }

    JsonNode demo = JSON.readTree(RealmExport.text());
    JsonNode realm =
        JSON.readTree(REALM.admin().post("/partial-export").then().extract().asString());
    assertThat(flows(realm)).containsAllEntriesOf(flows(demo));
    for (String binding : List.of("browserFlow", "registrationFlow", "directGrantFlow")) {
      assertThat(realm.path(binding)).isEqualTo(demo.path(binding));
    }
    assertThat(realm.path("resetCredentialsFlow")).isEqualTo(demo.path("resetCredentialsFlow"));
  }

  private static void enableSecurityKeys(boolean enabled) {
    String executions = "/authentication/flows/browser/executions";
    Map<String, Object> step =
        REALM
            .admin()
            .get(executions)
            .jsonPath()
            .getMap("find { it.providerId == 'webauthn-authenticator' }");
    step.put("requirement", enabled ? "ALTERNATIVE" : "DISABLED");
    REALM.admin().body(step).put(executions).then().statusCode(lessThan(300));
  }

  /** The steps of each flow by its alias, in their order, with their configuration. */
  private static Map<String, List<String>> flows(JsonNode realm) {
    Map<String, String> configs = new TreeMap<>();
    realm
        .path("authenticatorConfig")
        .forEach(it -> configs.put(it.path("alias").asText(), sorted(it.path("config"))));
    Map<String, List<String>> flows = new TreeMap<>();
    for (JsonNode flow : realm.path("authenticationFlows")) {
      if (flow.path("alias").asText().startsWith("phone identity")) {
        flows.put(
            flow.path("alias").asText() + ": " + flow.path("description").asText(),
            StreamSupport.stream(flow.path("authenticationExecutions").spliterator(), false)
                .map(step -> step(step, configs))
                .toList());
      }
    }
    return flows;
  }

  private static String step(JsonNode step, Map<String, String> configs) {
    return String.join(
        " ",
        step.path("priority").asText(),
        step.path("requirement").asText(),
        step.path("authenticator").asText(""),
        step.path("flowAlias").asText(""),
        configs.getOrDefault(step.path("authenticatorConfig").asText(), ""));
  }

  private static String sorted(JsonNode config) {
    Map<String, String> sorted = new TreeMap<>();
    config.properties().forEach(it -> sorted.put(it.getKey(), it.getValue().asText()));
    // Keycloak's export masks these values.
    sorted.replaceAll((key, value) -> key.startsWith("default.reference.") ? "" : value);
    return sorted.toString();
  }
}

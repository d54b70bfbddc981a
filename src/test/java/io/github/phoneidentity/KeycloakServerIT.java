package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.BuildOutput;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The ground that the other integration tests stand on. */
class KeycloakServerIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void userLogsInThroughTheBrowserAndTheAppGetsTokens() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    AppLogin login = REALM.login();

    Page end = typePassword(login.start(new Browser()), user);

    assertThat(login.finish(end).idClaims()).containsEntry("sub", id);
  }

  @Test
  void userLogsInByPasswordGrant() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    Tokens tokens = Tokens.of(REALM, REALM.passwordGrant(user.username(), user.password()));

    assertThat(tokens.accessClaims()).containsEntry("sub", id);
  }

  @Test
  void everyTranslatedTextOfTheAccountConsoleHasAKeyThatItIsGiven() throws IOException {
    Properties translated = new Properties();
    try (var reader =
        Files.newBufferedReader(
            Path.of("themes/phone-identity/account/messages/messages_ko.properties"))) {
      translated.load(reader);
    }

    List<String> used =
        RestAssured.get(REALM.server().baseUrl() + "/resources/" + REALM.name() + "/account/en")
            .then()
            .statusCode(200)
            .extract()
            .path("key");

    assertThat(used).containsAll(translated.stringPropertyNames());
  }

  private static JsonPath serverInfo() {
    return new Admin(KeycloakServer.shared())
        .request()
        .get("/admin/serverinfo")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @Test
  void serverHasLoadedTheGateways() {
    assertThat(serverInfo().getMap("providers.'sms-gateway'.providers"))
        .containsKeys("log", "http", "twilio", "sns", "solapi");
  }

  @Test
  void serverInfoShowsTheVersionOfTheJar() throws IOException {
    assertThat(
            serverInfo()
                .getString(
                    "providers.'realm-restapi-extension'.providers.'phone-identity'"
                        + ".operationalInfo.version"))
        .isNotBlank()
        .isEqualTo(versionInManifest());
  }

  @Test
  void serverInfoShowsTheStateOfGateways() {
    JsonPath info = serverInfo();
    String state = "providers.'sms-gateway'.providers.%s.operationalInfo.state";
    assertThat(info.getString(state.formatted("http"))).isIn("ready", "circuit open");
    assertThat(info.getString(state.formatted("solapi"))).isEqualTo("not configured");
  }

  @Test
  void embeddedDatabaseServesTheSameRealm() {
    try (TestRealm realm = TestRealm.create(KeycloakServer.withEmbeddedDatabase(), r -> {})) {
      TestUser user = TestUser.random();
      String id = realm.createUser(user);
      AppLogin login = realm.login();

      Page end = typePassword(login.start(new Browser()), user);

      assertThat(login.finish(end).idClaims()).containsEntry("sub", id);
    }
  }

  @Test
  void secondNodeJoinsTheClusterAndTakesOver() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    KeycloakServer second = KeycloakServer.shared().secondNode();

    Awaitility.await("a view of two").until(() -> clusterSize(second), size -> size == 2);
    Tokens tokens =
        Tokens.of(
            REALM.on(second), REALM.on(second).passwordGrant(user.username(), user.password()));

    assertThat(tokens.accessClaims()).containsEntry("preferred_username", user.username());
  }

  @Test
  void realmWithoutGatewaysSendsByThoseOfTheServer() {
    KeycloakServer second = KeycloakServer.shared().secondNode();
    second.restartWith("--spi-realm-restapi-extension--phone-identity--default-gateways=http");
    try (TestRealm realm = TestRealm.create(second, KeycloakServerIT::withoutGateways)) {
      String phone = Unique.phone();

      SignUp.begin(realm).prove(phone);

      assertThat(realm.inbox().countFor(phone)).isOne();
    } finally {
      second.stop();
    }
  }

  private static void withoutGateways(ObjectNode realm) {
    realm.findParents("gateways").forEach(policy -> ((ObjectNode) policy).put("gateways", ""));
  }

  private static String versionInManifest() throws IOException {
    try (JarFile jar = new JarFile(BuildOutput.jar().toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Implementation-Version");
    }
  }

  private static Page typePassword(Page loginPage, TestUser user) {
    return loginPage
        .form()
        .type("username", user.username())
        .type("password", user.password())
        .submit();
  }

  private static int clusterSize(KeycloakServer node) {
    List<String> views = node.log().lines().filter(line -> line.contains("ISPN000094")).toList();
    return views.isEmpty()
        ? 0
        : views.get(views.size() - 1).split("\\(\\d+\\) \\[")[1].split(",").length;
  }
}

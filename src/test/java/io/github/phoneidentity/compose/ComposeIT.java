package io.github.phoneidentity.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.ComposeStack;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** {@code docker-compose up}: two nodes behind nginx, and the consumer of their events. */
class ComposeIT {

  static final List<String> REQUIRED = ComposeStack.REQUIRED;

  @AutoClose private static final ComposeStack STACK = ComposeStack.up();
  private static TestRealm realm;

  private final TestUser user = TestUser.random();

  /** It goes with the stack. */
  @BeforeAll
  static void makeRealm() {
    realm = STACK.newRealm();
    // nginx gives all browsers of this machine one address.
    realm.setPolicy(
        Map.of(
            "max-sends-per-address-hour", "1000",
            "max-checks-per-address-hour", "10000",
            // A node may take minutes to start on a small machine.
            "code-lifespan", "600",
            "resend-cooldown", "0"));
  }

  @ParameterizedTest
  @FieldSource("REQUIRED")
  void startWithoutAPasswordFailsAndNamesIt(String variable) {
    assertThat(ComposeStack.refusalWithout(variable)).contains("set " + variable);
  }

  @Test
  void everyPasswordIsRequired() throws IOException {
    Set<String> required =
        Pattern.compile("\\$\\{(\\w+):\\?")
            .matcher(Files.readString(Path.of("docker-compose.yml")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(required).containsExactlyInAnyOrderElementsOf(REQUIRED);
  }

  /** Each is started when what it needs is ready, and says itself that it is well. */
  @Test
  void startsAreOrderedByHealth() {
    assertThat(STACK.started("keycloak-1"))
        .isAfter(STACK.wrote("postgresql", "ready to accept connections"));
    assertThat(STACK.started("keycloak-2")).isAfter(STACK.wrote("keycloak-1", "Listening on"));
    assertThat(STACK.started("nginx")).isAfter(STACK.wrote("keycloak-2", "Listening on"));
    assertThat(STACK.started("consumer"))
        .isAfter(STACK.wrote("rabbitmq", "started TCP listener on [::]:5672"));
    assertThat(List.of("postgresql", "rabbitmq", "nginx"))
        .allSatisfy(service -> assertThat(STACK.health(service)).isEqualTo("healthy"));
  }

  @Test
  void nodesAreOneCluster() {
    for (String node : List.of("keycloak-1", "keycloak-2")) {
      assertThat(STACK.log(node)).containsPattern("ISPN00009[34].*\\(2\\)");
    }
    TestUser other = TestUser.random();
    String id = realm.createUser(other);
    Login.begin(realm).password(other).done();

    for (int node : new int[] {1, 2}) {
      assertThat(
              realm
                  .on(STACK.node(node))
                  .admin()
                  .get("/users/{id}/sessions", id)
                  .then()
                  .statusCode(200)
                  .extract()
                  .jsonPath()
                  .getList("id"))
          .hasSize(1);
    }
  }

  /** Each has a row there; they have one view of the cluster above. */
  @Test
  void nodesFindOneAnotherInTheDatabase() {
    for (String node : List.of("keycloak-1", "keycloak-2")) {
      assertThat(STACK.log(node)).containsPattern("channel .?ISPN.? with stack .?jdbc-ping");
    }
    Awaitility.await("both nodes in the table of jdbc-ping")
        .until(
            () -> STACK.query("select address from jgroups_ping where cluster_name = 'ISPN'"),
            addresses -> addresses.size() == 2);
  }

  /** What must outlive the containers is in volumes that compose names and keeps. */
  @Test
  void databaseAndBrokerAreInNamedVolumes() {
    assertThat(STACK.volume("postgresql", "/var/lib/postgresql/data"))
        .isEqualTo("volume " + ComposeStack.PROJECT + "_postgresql");
    assertThat(STACK.volume("rabbitmq", "/var/lib/rabbitmq"))
        .isEqualTo("volume " + ComposeStack.PROJECT + "_rabbitmq");
  }

  /** Through both nodes, whichever nginx chooses, and told by whichever relays. */
  @Test
  void eachUserIsInTheConsumersLog() {
    SignUp.begin(realm).prove(user.phone()).fill(user).done();
    String id = realm.userNamed(user.username()).getString("id");
    Login.begin(realm).password(user.phone(), user.password()).done();
    update(id, "enabled", false);
    update(id, "enabled", true);
    update(id, "firstName", "Another");
    realm
        .admin()
        .body(Map.of("type", "password", "value", Unique.letters(20), "temporary", false))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);
    realm.admin().delete("/users/{id}", id).then().statusCode(204);

    awaitEvent("deleted", id);
    assertThat(events(id))
        .containsExactly(
            "registered", "disabled", "enabled", "updated", "password-changed", "deleted");
    assertThat(STACK.log("consumer")).doesNotContain(user.phone());
  }

  private static void update(String id, String field, Object value) {
    Map<String, Object> changed = new HashMap<>(realm.user(id).getMap("$"));
    changed.put(field, value);
    realm.admin().body(changed).put("/users/{id}", id).then().statusCode(204);
  }

  /** The first one comes with the import at the start. */
  @Test
  void administratorOfTheDemoRealmIsThereAndLogsIn() {
    String id = STACK.realm("demo").userNamed("admin").getString("id");
    awaitEvent("registered", id);
    assertThat(
            Login.begin(STACK.realm("demo"))
                .password("admin", ComposeStack.DEMO_ADMIN_PASSWORD)
                .page()
                .has("input[name=password-new]"))
        .isTrue();
  }

  @Test
  void forgedAddressChangesNoLimit() {
    try (TestRealm limited = STACK.newRealm()) {
      limited.setPolicy(Map.of("max-sends-per-address-hour", "3"));
      for (String direct : List.of("", "1", "2")) {
        TestRealm there =
            direct.isEmpty() ? limited : limited.on(STACK.node(Integer.parseInt(direct)));
        RestApi api = RestApi.fromEverywhere(there);
        List<Integer> answers = List.of(send(api), send(api), send(api), send(api));
        // Past nginx the address is this machine's in the network, which is nginx's peer too.
        assertThat(answers).as("node %s", direct).endsWith(429);
      }
    }
  }

  private static int send(RestApi api) {
    return api.send("registration", Unique.phone()).statusCode();
  }

  /** What else a client may say of where it comes from has no effect either. */
  @Test
  void forgedHostAppearsInNoAddress() {
    Response answer =
        realm
            .request()
            .header("X-Forwarded-Host", "evil.example")
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Port", "8443")
            .header("X-Forwarded-Prefix", "/evil")
            .header("Forwarded", "for=192.0.2.1;host=evil.example;proto=https")
            .get("/.well-known/openid-configuration");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.asString())
        .doesNotContain("evil")
        .contains("\"http://localhost/realms/" + realm.name() + "\"");
  }

  @Test
  void guessesAtBothNodesAreCountedTogether() {
    RestApi api = new RestApi(realm);
    String id = api.send("registration", user.phone()).then().statusCode(201).extract().path("id");
    String code = realm.inbox().codeFor(user.phone());
    String wrong = code.equals("111111") ? "222222" : "111111";

    List<String> errors = Parallel.run(60, i -> api.confirm(id, wrong).path("error"));

    assertThat(Collections.frequency(errors, "code_mismatch")).isEqualTo(5);
    assertThat(api.confirm(id, code).statusCode()).isEqualTo(410);
  }

  @Test
  void oneNumberAtBothNodesIsOneUsers() {
    List<Integer> answers =
        Parallel.run(
            50,
            i ->
                realm
                    .admin()
                    .body(TestUser.random().withPhone(user.phone(), true).representation())
                    .post("/users")
                    .statusCode());

    assertThat(Collections.frequency(answers, 201)).isEqualTo(1);
    assertThat(answers).containsOnly(201, 400, 409);
  }

  @Test
  void verificationBegunOnOneNodeIsFinishedOnTheOther() {
    RestApi first = new RestApi(realm.on(STACK.node(1)));
    RestApi second = new RestApi(realm.on(STACK.node(2)));
    String id =
        first.send("registration", user.phone()).then().statusCode(201).extract().path("id");
    second.confirm(id, realm.inbox().codeFor(user.phone())).then().statusCode(200);

    assertThat(first.register(RestApi.form(user, id)).statusCode()).isEqualTo(201);
    assertThat(second.register(RestApi.form(TestUser.random(), id)).statusCode()).isEqualTo(410);
  }

  /**
   * Under load, one node after the other is stopped and started; what was begun at one is finished
   * at the other while the first is down.
   */
  @Test
  void rollingRestartDropsNoRequestThatCanBeRepeated() {
    realm.createUser(user);
    TestUser newcomer = TestUser.random();
    try (Load load = Load.on(realm, user)) {
      STACK.stop("keycloak-2");
      SignUp signUp = SignUp.begin(realm, new Browser()).phone(newcomer.phone());
      STACK.start("keycloak-2");
      STACK.stop("keycloak-1");
      signUp.codeFrom(newcomer.phone());
      STACK.start("keycloak-1");
      signUp.fill(newcomer).done();

      load.end();
      assertThat(load.answers()).isGreaterThan(100);
      assertThat(load.failures()).isEmpty();
      System.out.println("rolling restart: " + load);
    }
    assertThat(realm.userNamed(newcomer.username()).getString("attributes.phoneNumber[0]"))
        .isEqualTo(newcomer.phone());
  }

  private static void awaitEvent(String type, String id) {
    Awaitility.await(type + " of " + id)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> events(id).contains(type));
  }

  /** The types of the user's events in the consumer's log, in its order. */
  private static List<String> events(String id) {
    Pattern event = Pattern.compile("\\.user\\.([a-z-]+)\\b.*" + id);
    return STACK
        .log("consumer")
        .lines()
        .map(event::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .toList();
  }
}

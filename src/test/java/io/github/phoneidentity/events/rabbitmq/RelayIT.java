package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.AmqpInbox;
import io.github.phoneidentity.testing.AmqpInbox.Message;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.UserEvents;
import io.restassured.config.HttpClientConfig;
import io.restassured.config.RestAssuredConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** User events reach the broker in the end, whatever becomes of it or of the node that relays. */
class RelayIT {

  private static final AmqpBroker BROKER = AmqpBroker.shared();
  @AutoClose private static final TestRealm REALM = TestRealm.create();

  /**
   * A wait after failures of up to half a minute, and a node's lease, are among what is waited for.
   */
  private static final Duration LONGEST = Duration.ofSeconds(90);

  /** Less than what the relay waits for a silent broker. */
  private static final RestAssuredConfig PATIENCE =
      RestAssuredConfig.config()
          .httpClient(
              HttpClientConfig.httpClientConfig()
                  .setParam("http.connection.timeout", 7000)
                  .setParam("http.socket.timeout", 7000));

  /** How many events of 50 KB are more than a connection has room for. */
  private static final int LARGE = 200;

  private final UserEvents events = new UserEvents(REALM);
  private final String realmId = REALM.admin().get().then().extract().path("id");
  private final AmqpInbox inbox = BROKER.inbox(REALM.name() + ".#");
  private final TestUser user = TestUser.random();

  @AfterEach
  void restore() {
    BROKER.acceptCredentials(true);
    BROKER.restore();
    inbox.close();
  }

  @Test
  void eventIsPublishedNoSoonerThanTwoSecondsAfterItsCommit() {
    Instant before = Instant.now();
    String id = REALM.createUser(user);

    Message message = inbox.await(id, "user.registered");
    assertThat(message.arrived()).isAfterOrEqualTo(before.plusSeconds(2));
    assertThat(message.exchange()).isEqualTo("keycloak");
    assertThat(message.routingKey()).isEqualTo(REALM.name() + ".user.registered");
    assertThat(message.id()).isEqualTo(message.body().path("id").asText());
    assertThat(message.properties().getDeliveryMode()).isEqualTo(2);
  }

  @Test
  void consumerThatAsksTheOtherNodeSeesTheChange() {
    TestRealm other = REALM.on(KeycloakServer.shared().secondNode());
    String id = REALM.createUser(user);
    for (int i = 0; i < 3; i++) {
      String name = "Name " + i;
      assertThat(other.user(id).getString("firstName")).isNotEqualTo(name);
      rename(REALM, id, name);
      int expected = i + 1;
      Awaitility.await().atMost(LONGEST).until(() -> of(id, "user.updated").size() == expected);
      assertThat(other.user(id).getString("firstName")).isEqualTo(name);
    }
  }

  @Test
  void everyEventArrivesInOrderAfterTheBrokerWasDown() {
    CompletableFuture<List<String>> changes =
        CompletableFuture.supplyAsync(this::changeFiveHundredTimes);
    Awaitility.await("changes are published")
        .atMost(LONGEST)
        .until(() -> inbox.messages().size() >= 100);
    BROKER.refuse();
    List<String> users = changes.join();
    int pending = events.count(realmId, "PENDING");
    assertThat(pending).isGreaterThanOrEqualTo(100);
    assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
    events.agePending(realmId, 60);
    Awaitility.await("operators see what has waited for a minute")
        .atMost(LONGEST)
        .until(() -> meter("pending") >= pending && meter("lag") >= 60);
    assertThat(events.count(realmId, "PENDING")).isEqualTo(pending);

    BROKER.restore();
    assertAllArrive(users);
    Awaitility.await().atMost(LONGEST).until(() -> meter("pending") == 0 && meter("lag") == 0);
    assertThat(events.count(realmId, "PUBLISHED")).isGreaterThanOrEqualTo(500);
  }

  @Test
  void everyEventArrivesAfterTheBrokerDidNotAnswer() {
    String first = REALM.createUser(user);
    inbox.await(first, "user.registered");
    rename(REALM, first, "Before");
    long before = logged(BrokerState.SILENT.description());
    BROKER.fallSilent();
    String second = REALM.createUser(TestUser.random());
    String newcomer = assertNoRequestWaits();
    List<String> users = changeSome();
    Awaitility.await("silence is logged")
        .atMost(LONGEST)
        .until(() -> logged(BrokerState.SILENT.description()) > before);

    BROKER.restore();
    assertAllArrive(users);
    assertAllArrive(List.of(first, second, newcomer));
  }

  @Test
  void everyEventArrivesAfterTheNetworkDroppedPackets() {
    String first = REALM.createUser(user);
    inbox.await(first, "user.registered");
    rename(REALM, first, "Before");
    long before = logged("Connect timed out");
    BROKER.dropPackets();
    events.insertMany(
        LARGE,
        REALM.name() + ".many",
        "{\"subject\":\"many\",\"more\":\"" + "x".repeat(50_000) + "\"}");
    String newcomer = assertNoRequestWaits();
    List<String> users = changeSome();
    Awaitility.await("the connection is lost, and another one is not answered")
        .atMost(LONGEST)
        .until(() -> logged("Connect timed out") > before);
    assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
    assertThat(inbox.about("many")).isEmpty();

    BROKER.restore();
    assertAllArrive(users);
    assertAllArrive(List.of(first, newcomer));
    Awaitility.await("events that the connection had no room for")
        .atMost(LONGEST)
        .until(() -> inbox.about("many").stream().map(Message::id).distinct().count() == LARGE);
  }

  @Test
  void everyEventArrivesAfterTheExchangeWasDeleted() {
    BROKER.bindUnrouted(inbox);
    BROKER.deleteExchange();
    List<String> users = changeSome();

    Awaitility.await("exchange").atMost(LONGEST).until(BROKER::hasExchange);
    inbox.bind(AmqpBroker.EXCHANGE, REALM.name() + ".#");
    BROKER.drain();
    assertAllArrive(users);
    assertThat(events.count(realmId, "DEAD")).isZero();
  }

  @Test
  void everyEventArrivesAfterNoQueueWasBound() {
    BROKER.remakeExchange();
    String often = events.insertFailed(9, REALM.name() + ".user.updated");
    List<String> users = changeSome();
    String first = events.of(users.get(0)).get(0).id();
    Awaitility.await("returned")
        .atMost(LONGEST)
        .until(() -> events.reason(first) != null && events.reason(often) != null);
    assertThat(events.dueAt(often) - events.dueAt(first))
        .as("milliseconds by which an event waits longer that has failed often")
        .isGreaterThan(15_000);
    assertThat(inbox.messages()).isEmpty();
    assertThat(events.state(first)).isEqualTo("PENDING");

    inbox.bind(AmqpBroker.EXCHANGE, REALM.name() + ".#");
    BROKER.drain();
    events.makeDue(often);
    assertAllArrive(users);
    inbox.await(message -> message.id().equals(often));
    assertThat(events.count(realmId, "DEAD")).isZero();
  }

  @Test
  void everyEventArrivesAfterTheCredentialsWereWrong() {
    BROKER.acceptCredentials(false);
    BROKER.restore();
    int before = refusals();
    List<String> users = changeSome();
    Awaitility.await().atMost(LONGEST).until(() -> refusals() > before);

    BROKER.acceptCredentials(true);
    assertAllArrive(users);
    assertThat(refusals()).isEqualTo(before + 1);
    assertThat(KeycloakServer.shared().log()).doesNotContain("password-of-the-test-broker");
  }

  @Test
  void onlyWhatTheBrokerNeverTakesIsADeadLetter() {
    String large = "x".repeat(2 * 1024 * 1024);
    String dead = events.insert("nobody", REALM.name() + ".large", "{\"x\":\"" + large + "\"}");
    String next = events.insert("nobody", REALM.name() + ".small", "{\"subject\":\"nobody\"}");
    String id = REALM.createUser(user);

    Awaitility.await().atMost(LONGEST).until(() -> "DEAD".equals(events.state(dead)));
    assertAllArrive(List.of(id));
    Awaitility.await().atMost(LONGEST).until(() -> inbox.about("nobody").size() == 1);
    Awaitility.await().atMost(LONGEST).until(() -> meter("dead") >= 1);
    Awaitility.await().atMost(LONGEST).until(() -> logged("User event " + dead) == 1);

    events.ageSettled(dead, 29 * 86400);
    events.ageSettled(next, 3601);
    Awaitility.await().atMost(LONGEST).until(() -> events.state(next) == null);
    assertThat(events.state(dead)).isEqualTo("DEAD");
    events.ageSettled(dead, 86401);
    Awaitility.await().atMost(LONGEST).until(() -> events.state(dead) == null);
  }

  /**
   * Keycloak's admin API lets nobody choose some of these names, but an import does. The outbox
   * reads the name from the database.
   */
  @Test
  void keysBindWhateverTheRealmIsCalled() throws Exception {
    try (TestRealm realm = TestRealm.create();
        AmqpInbox all = BROKER.inbox("*.user.registered")) {
      String id = realm.admin().get().then().extract().path("id");
      Map<String, String> words =
          Map.of(
              "acme.kr",
              "acme%2Ekr",
              "a#b",
              "a%23b",
              "*",
              "%2A",
              "100%",
              "100%25",
              "k".repeat(200),
              "k".repeat(200),
              "가".repeat(200),
              id);
      Map<String, String> users = new HashMap<>();
      List<AmqpInbox> inboxes = new ArrayList<>();
      try {
        for (String name : words.keySet()) {
          inboxes.add(BROKER.inbox(words.get(name) + ".user.*"));
          nameInDatabase(id, name);
          users.put(name, realm.createUser(TestUser.random()));
        }
      } finally {
        nameInDatabase(id, realm.name());
      }
      words.forEach(
          (name, word) -> {
            String key = all.await(users.get(name), "user.registered").routingKey();
            assertThat(key).isEqualTo(word + ".user.registered");
          });
      users
          .values()
          .forEach(
              created ->
                  assertThat(inboxes)
                      .filteredOn(own -> !own.about(created).isEmpty())
                      .as("the inbox of its realm's name alone")
                      .hasSize(1));
      inboxes.forEach(AmqpInbox::close);
    }
  }

  private static void nameInDatabase(String realmId, String name) throws SQLException {
    try (Connection connection = REALM.server().database().connect();
        PreparedStatement rename =
            connection.prepareStatement("update REALM set NAME = ? where ID = ?")) {
      rename.setString(1, name);
      rename.setString(2, realmId);
      rename.executeUpdate();
    }
  }

  @Test
  void renamedRealmIsBoundByItsNewName() {
    TestRealm realm = TestRealm.create();
    String name = realm.name() + ".kr";
    Admin admin = new Admin(realm.server());
    try (AmqpInbox before = BROKER.inbox(realm.name() + ".user.*");
        AmqpInbox after = BROKER.inbox(realm.name() + "%2Ekr.user.*")) {
      String id = realm.createUser(user);
      before.await(id, "user.registered");

      realm.admin().body(Map.of("realm", name)).put().then().statusCode(204);
      admin.request().delete("/admin/realms/{realm}/users/{id}", name, id).then().statusCode(204);

      after.await(id, "user.deleted");
      assertThat(before.about(id)).extracting(Message::type).doesNotContain("user.deleted");
    } finally {
      admin.request().delete("/admin/realms/{realm}", name);
    }
  }

  @Test
  void nodeThatDiesWithTheLeaseLosesNothing() {
    KeycloakServer.shared().secondNode().stop();
    Set<String> survivor = whoRelaysWhileTheBrokerIsSilent();
    KeycloakServer dying = KeycloakServer.shared().secondNode();
    List<String> users = new ArrayList<>();
    Awaitility.await("the second node has published")
        .atMost(LONGEST)
        .until(
            () -> {
              users.add(REALM.createUser(TestUser.random()));
              return new Meters(dying).sum("phone.identity.user.events.published.total") > 0;
            });

    BROKER.fallSilent();
    Set<String> leasing = new HashSet<>();
    Awaitility.await("the second node has a lease")
        .atMost(LONGEST)
        .until(
            () -> {
              users.add(REALM.createUser(TestUser.random()));
              leasing.addAll(events.relaying());
              leasing.removeAll(survivor);
              return !leasing.isEmpty();
            });
    dying.kill();
    assertThat(events.relaying()).containsAll(leasing);
    leasing.forEach(events::expireLeases);

    BROKER.restore();
    assertAllArrive(users);
  }

  private Set<String> whoRelaysWhileTheBrokerIsSilent() {
    inbox.await(REALM.createUser(TestUser.random()), "user.registered");
    BROKER.fallSilent();
    REALM.createUser(TestUser.random());
    Set<String> nodes =
        Awaitility.await().atMost(LONGEST).until(events::relaying, found -> !found.isEmpty());
    BROKER.restore();
    return nodes;
  }

  /**
   * A newcomer signs up and {@link #user} logs in while the relay waits for the broker, and neither
   * waits for it.
   *
   * @return the id of the new user, whose event is in the outbox
   */
  private String assertNoRequestWaits() {
    Awaitility.await("the relay waits").atMost(LONGEST).until(() -> !events.relaying().isEmpty());
    TestUser newcomer = TestUser.random();
    Map<String, Object> form =
        RestApi.form(newcomer, new RestApi(REALM).prove("registration", newcomer.phone()));
    new RestApi(REALM)
        .request()
        .config(PATIENCE)
        .body(form)
        .post("/registrations")
        .then()
        .statusCode(201);
    String id = REALM.userNamed(newcomer.username()).getString("id");
    assertThat(events.of(id))
        .singleElement()
        .satisfies(row -> assertThat(events.state(row.id())).isEqualTo("PENDING"));
    REALM
        .request()
        .config(PATIENCE)
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParams(
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "demo-app",
                "username",
                user.username(),
                "password",
                user.password()))
        .post("/protocol/openid-connect/token")
        .then()
        .statusCode(200);
    return id;
  }

  private List<String> changeSome() {
    return change(5, 4);
  }

  private List<String> changeFiveHundredTimes() {
    REALM.createUser(user);
    return change(50, 10);
  }

  private List<String> change(int people, int times) {
    return Parallel.run(
            5,
            part ->
                Stream.generate(TestUser::random)
                    .limit(people / 5)
                    .map(
                        one -> {
                          String id = REALM.createUser(one);
                          for (int i = 1; i < times; i++) {
                            rename(REALM, id, "Name " + i);
                          }
                          return id;
                        })
                    .toList())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static void rename(TestRealm realm, String id, String firstName) {
    Map<String, Object> changed = new HashMap<>(realm.user(id).getMap("$"));
    changed.put("firstName", firstName);
    realm.admin().body(changed).put("/users/{id}", id).then().statusCode(204);
  }

  /** Everything that was written arrives, each user's in its order; what comes twice has one id. */
  private void assertAllArrive(List<String> users) {
    for (String id : users) {
      List<String> written = events.of(id).stream().map(UserEvents.Row::id).toList();
      assertThat(written).isNotEmpty();
      Awaitility.await("events of " + id)
          .atMost(LONGEST)
          .until(() -> firstArrivals(id).size() >= written.size());
      assertThat(firstArrivals(id)).containsExactlyElementsOf(written);
    }
    Awaitility.await().atMost(LONGEST).until(() -> events.count(realmId, "PENDING") == 0);
  }

  private List<String> firstArrivals(String user) {
    Set<String> seen = new HashSet<>();
    return inbox.about(user).stream().map(Message::id).filter(seen::add).toList();
  }

  private List<Message> of(String user, String type) {
    return inbox.about(user).stream().filter(message -> message.type().equals(type)).toList();
  }

  private static long logged(String words) {
    return KeycloakServer.shared().logs().lines().filter(line -> line.contains(words)).count();
  }

  private static double meter(String name) {
    return new Meters(KeycloakServer.shared()).sum("phone.identity.user.events." + name);
  }

  private static int refusals() {
    return (int)
        Pattern.compile("refuses the login")
            .matcher(KeycloakServer.shared().log())
            .results()
            .count();
  }
}

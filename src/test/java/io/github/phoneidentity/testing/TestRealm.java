package io.github.phoneidentity.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A realm of a test class's own, made from {@code realm-export.json}; closing it deletes it. Hold
 * it in a static field with {@code @AutoClose}.
 */
public final class TestRealm implements AutoCloseable {

  static final String VERIFY_PHONE = "VERIFY_PHONE";

  private static final Duration LONGEST_BOOKING = Duration.ofSeconds(10);

  private static final String POLICY = "/authentication/required-actions/{action}/config";

  private final KeycloakServer server;
  private final String name;
  private final Admin admin;

  private TestRealm(KeycloakServer server, String name) {
    this.server = server;
    this.name = name;
    this.admin = new Admin(server);
  }

  /** The demo realm under a name of its own, on the suite's server. */
  public static TestRealm create() {
    return create(realm -> {});
  }

  /** The same with {@code changes} made to the import. */
  public static TestRealm create(Consumer<ObjectNode> changes) {
    return create(KeycloakServer.shared(), changes);
  }

  /** The demo realm under this name, which the suite's server must not have yet. */
  public static TestRealm named(String name) {
    return create(new TestRealm(KeycloakServer.shared(), name), realm -> {});
  }

  /** The same on another server. */
  public static TestRealm create(KeycloakServer server, Consumer<ObjectNode> changes) {
    return create(new TestRealm(server, "r" + Unique.letters(8)), changes);
  }

  private static TestRealm create(TestRealm realm, Consumer<ObjectNode> changes) {
    realm
        .admin
        .request()
        .body(RealmExport.as(realm.name, changes))
        .post("/admin/realms")
        .then()
        .log()
        .ifValidationFails()
        .statusCode(201);
    return realm;
  }

  /** A realm that the server has imported by itself. */
  public static TestRealm imported(KeycloakServer server, String name) {
    return new TestRealm(server, name);
  }

  /** The same realm as seen through another node of the cluster. */
  public TestRealm on(KeycloakServer node) {
    return new TestRealm(node, name);
  }

  public String name() {
    return name;
  }

  public KeycloakServer server() {
    return server;
  }

  /** The listener that takes this realm's texts. */
  public SmsInbox inbox() {
    return server.smsInbox();
  }

  /** Has this realm send its mails to {@link #mail()} from now on. */
  public void sendMail() {
    setMailServer(mail().settings(server.hostOfTests()));
  }

  /** Changes the realm's SMTP settings; an empty map takes them away. */
  public void setMailServer(Map<String, String> settings) {
    admin().body(Map.of("smtpServer", settings)).put().then().statusCode(204);
  }

  /** The server that takes this realm's mails. */
  public MailInbox mail() {
    return MailInbox.shared();
  }

  /** {@code {baseUrl}/realms/{name}}, without a slash at the end. */
  public URI url() {
    return server.baseUrl().resolve("/realms/" + name);
  }

  /** A request of the server's administrator, relative to {@code /admin/realms/{name}}. */
  public RequestSpecification admin() {
    return admin.request(name);
  }

  /** The realm's id in the database. */
  public String id() {
    return admin().get().jsonPath().getString("id");
  }

  /** How many failed logins Keycloak's brute-force protection has counted for the user. */
  public int failedLogins(String userId) {
    return bruteForce(userId).getInt("numFailures");
  }

  /** Whether Keycloak's brute-force protection lets the user wait. */
  public boolean isLocked(String userId) {
    return bruteForce(userId).getBoolean("disabled");
  }

  /**
   * Makes an attempt to log in, after Keycloak has booked the same user's attempt before. It books
   * in a thread of its own, and until then {@code DefaultBlockingBruteForceProtector} compares
   * nothing and reports a user who is not locked as disabled. A booked success leaves no other
   * trace, so this refusal is what is waited for, and the attempt that is not refused so counts.
   *
   * @param refused whether an answer can be such a refusal
   */
  public <T> T onceBooked(Supplier<T> attempt, Predicate<T> refused) {
    return Awaitility.await("Keycloak has booked the attempt before")
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .atMost(LONGEST_BOOKING)
        .until(() -> compared(attempt, refused), Optional::isPresent)
        .get();
  }

  /** The answer to one attempt; empty if nothing was compared. */
  private <T> Optional<T> compared(Supplier<T> attempt, Predicate<T> refused) {
    Instant begun = Instant.now();
    T answer = attempt.get();
    return Optional.of(answer).filter(it -> !refused.test(it) || !wasStillBooking(begun));
  }

  private boolean wasStillBooking(Instant since) {
    return events("LOGIN_ERROR").stream()
        .filter(event -> ((Number) event.get("time")).longValue() >= since.toEpochMilli())
        .filter(event -> "user_temporarily_disabled".equals(event.get("error")))
        .anyMatch(event -> !isLocked(event.get("userId").toString()));
  }

  private JsonPath bruteForce(String userId) {
    return admin()
        .get("/attack-detection/brute-force/users/{id}", userId)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** A request of nobody, relative to {@code /realms/{name}}. */
  public RequestSpecification request() {
    return given().baseUri(server.baseUrl().toString()).basePath("/realms/" + name);
  }

  /** Changes values of the policy and leaves the others; fails unless they are there afterwards. */
  public void setPolicy(Map<String, String> values) {
    Map<String, String> config = new HashMap<>(policy());
    config.putAll(values);
    admin().body(Map.of("config", config)).put(POLICY, VERIFY_PHONE).then().statusCode(204);
    assertThat(policy()).containsAllEntriesOf(values);
  }

  /** The policy as it is stored: the config of the required action. */
  public Map<String, String> policy() {
    Map<String, String> config =
        admin().get(POLICY, VERIFY_PHONE).then().statusCode(200).extract().path("config");
    return config == null ? Map.of() : config;
  }

  /** Makes the user as an administrator does and gives its id. */
  public String createUser(TestUser user) {
    return createUser(user.representation());
  }

  /** The same for a user as the admin REST API takes one. */
  public String createUser(Map<String, ?> representation) {
    String location =
        admin()
            .body(representation)
            .post("/users")
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** The user with this id, as the admin REST API shows it. */
  public JsonPath user(String id) {
    return admin().get("/users/{id}", id).then().statusCode(200).extract().jsonPath();
  }

  /** The user with exactly this username; fails if there is none. */
  public JsonPath userNamed(String username) {
    List<String> ids = userIds(Map.of("username", username, "exact", true));
    assertThat(ids).as("users called %s", username).hasSize(1);
    return user(ids.get(0));
  }

  /** The ids of the users that the admin search finds, such as {@code q=phoneNumber:+8210…}. */
  public List<String> userIds(Map<String, ?> query) {
    return admin()
        .queryParams(query)
        .queryParam("max", 1000)
        .get("/users")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("id");
  }

  /** The realm's stored login events of this type, newest first. */
  public List<Map<String, Object>> events(String type) {
    return admin()
        .queryParam("type", type)
        .queryParam("max", 1000)
        .get("/events")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("$");
  }

  /** The token endpoint's answer to the password grant of {@code demo-app}. */
  public Response passwordGrant(String identifier, String password) {
    return onceBooked(
        () -> postPasswordGrant(identifier, password), answer -> answer.statusCode() == 400);
  }

  private Response postPasswordGrant(String identifier, String password) {
    return request()
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParam("grant_type", "password")
        .formParam("client_id", AppLogin.CLIENT)
        .formParam("scope", "openid")
        .formParam("username", identifier)
        .formParam("password", password)
        .post("/protocol/openid-connect/token");
  }

  /** A login of {@code demo-app} through the browser. */
  public AppLogin login() {
    return new AppLogin(this);
  }

  @Override
  public void close() {
    admin().delete().then().statusCode(204);
  }
}

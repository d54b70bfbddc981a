package io.github.phoneidentity.verification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.TwilioListener;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an SMS service reports about a text that it has accepted, and what it is notified of. */
class ReceiptsIT {

  private static final KeycloakServer SERVER = KeycloakServer.shared();
  private static final TwilioListener TWILIO = new TwilioListener();
  private static final String SECRET = "secret-of-the-http-service";

  private static TestRealm realm;
  private static TestRealm other;
  private static Rows rows;
  private static Meters meters;

  private final String phone = Unique.phone();

  @BeforeAll
  static void start() {
    SERVER.restartWith(
        Stream.concat(
                Stream.of(TWILIO.options(SERVER.hostOfTests())),
                Stream.of("--spi-sms-gateway--http--secret=" + SECRET))
            .toArray(String[]::new));
    realm = withPublicUrl("twilio,http");
    other = withPublicUrl("twilio");
    rows = new Rows(realm);
    meters = new Meters(SERVER);
  }

  private static TestRealm withPublicUrl(String gateways) {
    TestRealm created = TestRealm.create();
    created.setPolicy(Map.of("gateways", gateways));
    created
        .admin()
        .body(Map.of("attributes", Map.of("frontendUrl", SERVER.baseUrl().toString())))
        .put()
        .then()
        .statusCode(204);
    return created;
  }

  @AfterAll
  static void stop() {
    realm.close();
    other.close();
    TWILIO.close();
    SERVER.restart();
  }

  @Test
  void textThatTheServiceCouldNotDeliverIsToldWhileThePageIsOpen() {
    double before = failedReceipts();
    SignUp page = SignUp.begin(realm).phone(phone);
    URI callback = TWILIO.callback(phone, 1);
    assertThat(page.tellsFailure()).isFalse();
    assertThat(callback.toString())
        .isEqualTo(receipts(realm, "twilio") + "?id=" + rows.ids(phone).get(0) + "-1");

    TWILIO
        .report(callback, "undelivered")
        .then()
        .statusCode(200)
        .body(equalTo("{\"received\":true}"));

    assertThat(page.reload().tellsFailure()).isTrue();
    assertThat(rows.deliveries(phone)).containsExactly("REJECTED");
    assertThat(failedReceipts()).isEqualTo(before + 1);
    assertThat(TWILIO.textsTo(phone)).as("no other text by itself").hasSize(1);
    assertThat(page.press("resend").tellsFailure()).as("no cooldown").isFalse();
    assertThat(TWILIO.callback(phone, 2).getQuery()).endsWith("-2");

    TWILIO.report(callback, "failed").then().statusCode(200);
    assertThat(page.reload().tellsFailure()).as("a receipt of the first text").isFalse();
    assertThat(page.code(TWILIO.codeFor(phone)).asksForName()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sent", "delivered"})
  void otherReceiptsChangeNothing(String status) {
    SignUp page = SignUp.begin(realm).phone(phone);

    TWILIO.report(TWILIO.callback(phone, 1), status).then().statusCode(200);

    assertThat(page.reload().tellsFailure()).isFalse();
    assertThat(rows.deliveries(phone)).containsExactly("ACCEPTED");
  }

  @Test
  void receiptThatIsNotSignedIsRefusedAndChangesNothing() {
    SignUp page = SignUp.begin(realm).phone(phone);
    URI callback = TWILIO.callback(phone, 1);
    double before = failedReceipts();

    notAllowed(TWILIO.post(callback, "failed", ""));
    notAllowed(TWILIO.post(callback, "failed", TwilioListener.signature(callback, "delivered")));
    notAllowed(given().post(callback));
    notAllowed(given().contentType("application/json").body("{}").post(callback));

    assertThat(page.reload().tellsFailure()).isFalse();
    assertThat(rows.deliveries(phone)).containsExactly("ACCEPTED");
    assertThat(failedReceipts()).isEqualTo(before);
  }

  @Test
  void receiptInAnotherRealmChangesNothingAndIsAnsweredAlike() {
    SignUp page = SignUp.begin(realm).phone(phone);
    String query = TWILIO.callback(phone, 1).getQuery();

    TWILIO
        .report(URI.create(receipts(other, "twilio") + "?" + query), "failed")
        .then()
        .statusCode(200);

    assertThat(page.reload().tellsFailure()).isFalse();
    for (String id : new String[] {"id=x", "id=" + "0".repeat(36) + "-1", "id=", "a=b"}) {
      TWILIO
          .report(URI.create(receipts(realm, "twilio") + "?" + id), "failed")
          .then()
          .statusCode(200)
          .body(equalTo("{\"received\":true}"));
    }
  }

  @Test
  void receiptThatIsFasterThanTheAnswerOfTheServiceCounts() {
    TWILIO.beforeAnswering(
        phone, callback -> TWILIO.report(callback, "failed").then().statusCode(200));

    SignUp page = SignUp.begin(other).phone(phone);

    assertThat(page.reload().tellsFailure()).isTrue();
    assertThat(new Rows(other).deliveries(phone)).containsExactly("REJECTED");
    assertThat(TWILIO.textsTo(phone)).hasSize(1);
  }

  @Test
  void nothingIsDisclosedWhereTheAccountIsNot() {
    TestUser user = TestUser.random();
    realm.createUser(user);
    RestApi rest = new RestApi(realm);
    String id =
        rest.send("password-reset", user.phone()).then().statusCode(201).extract().path("id");
    URI callback = TWILIO.callback(user.phone(), 1);

    Awaitility.await("the answer of the service is recorded")
        .until(() -> rows.deliveries(user.phone()).contains("ACCEPTED"));
    TWILIO.report(callback, "failed").then().statusCode(200);

    assertThat(rows.deliveries(user.phone())).containsExactly("REJECTED");
    rest.resend(id).then().statusCode(429);
    rest.confirm(id, TWILIO.codeFor(user.phone())).then().statusCode(200);
  }

  @Test
  void confirmedCodeIsToldOnce() {
    RestApi rest = new RestApi(realm);
    String id = rest.send("registration", phone).then().statusCode(201).extract().path("id");
    String code = TWILIO.codeFor(phone);
    String confirmation = TWILIO.confirmationOf(phone);
    assertThat(TWILIO.confirmed()).doesNotContain(confirmation);

    rest.confirm(id, code).then().statusCode(200);
    rest.confirm(id, code).then().statusCode(410);

    Awaitility.await("the confirmation").until(() -> TWILIO.confirmed().contains(confirmation));
    // Whatever it was notified of later came after it: conversions of one gateway share a lane.
    String next = Unique.phone();
    String other = rest.send("registration", next).then().statusCode(201).extract().path("id");
    rest.confirm(other, TWILIO.codeFor(next)).then().statusCode(200);
    Awaitility.await("the next confirmation")
        .until(() -> TWILIO.confirmed().contains(TWILIO.confirmationOf(next)));
    assertThat(TWILIO.confirmed()).containsOnlyOnce(confirmation);
  }

  @Test
  void servicesOfGatewayHttpSignAsItDoes() {
    try (TestRealm http = TestRealm.create()) {
      SignUp page = SignUp.begin(http).phone(phone);
      String body = "{\"id\":\"" + http.inbox().awaitText(phone).id() + "\",\"status\":\"failed\"}";
      Instant old = Instant.now().minus(Duration.ofMinutes(6));

      notAllowed(http(http, body, old, SECRET));
      notAllowed(http(http, body, Instant.now(), "another secret"));
      notAllowed(given().contentType("application/json").body(body).post(receipts(http, "http")));
      assertThat(page.reload().tellsFailure()).isFalse();
      http(http, "{}", Instant.now(), SECRET)
          .then()
          .statusCode(400)
          .body("error", equalTo("invalid_request"));
      http(http, body, Instant.now(), SECRET).then().statusCode(200);

      assertThat(page.reload().tellsFailure()).isTrue();
    }
  }

  /** As long as the service has not answered, another gateway might still get the text. */
  @Test
  void receiptThatIsFasterThanTheAnswerDoesNotCountWhereSeveralGatewaysAreTried() {
    TWILIO.beforeAnswering(
        phone, callback -> TWILIO.report(callback, "failed").then().statusCode(200));

    SignUp page = SignUp.begin(realm).phone(phone);

    assertThat(page.reload().tellsFailure()).isFalse();
    assertThat(rows.deliveries(phone)).containsExactly("ACCEPTED");
  }

  /** The realm would have sent by it if the first gateway had not been reached. */
  @Test
  void receiptOfAGatewayThatHasNotAcceptedTheTextChangesNothing() {
    SignUp page = SignUp.begin(realm).phone(phone);
    String id = TWILIO.callback(phone, 1).getQuery().substring("id=".length());

    http(realm, "{\"id\":\"" + id + "\",\"status\":\"failed\"}", Instant.now(), SECRET)
        .then()
        .statusCode(200);

    assertThat(page.reload().tellsFailure()).isFalse();
    assertThat(rows.deliveries(phone)).containsExactly("ACCEPTED");
  }

  /** The realm sends to the number by another gateway. */
  @Test
  void receiptOfAGatewayThatTheRealmDoesNotUseChangesNothing() {
    SignUp page = SignUp.begin(other).phone(phone);
    String id = TWILIO.callback(phone, 1).getQuery().substring("id=".length());

    http(other, "{\"id\":\"" + id + "\",\"status\":\"failed\"}", Instant.now(), SECRET)
        .then()
        .statusCode(200);

    assertThat(page.reload().tellsFailure()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"log", "pigeon", "sns", "solapi", "..%2Fhttp"})
  void gatewayThatTakesNoReceiptsIsNotFound(String gateway) {
    notFound(
        given()
            .urlEncodingEnabled(false)
            .contentType("application/json")
            .body("[]")
            .post(receipts(realm, gateway)));
  }

  @Test
  void realmThatTakesNoPartHasNoReceipts() {
    try (TestRealm none = TestRealm.create(ReceiptsIT::withoutVerifyPhone)) {
      notFound(TWILIO.report(URI.create(receipts(none, "twilio") + "?id=x"), "failed"));
      notFound(http(none, "{}", Instant.now(), SECRET));
    }
  }

  @Test
  void bodyIsBounded() {
    String body = "{\"id\":\"" + "x".repeat(64 * 1024) + "\",\"status\":\"failed\"}";

    http(realm, body, Instant.now(), SECRET)
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
    given()
        .contentType("text/plain; charset=UTF-8")
        .body(new byte[] {(byte) 0xC3, 0x28})
        .post(receipts(realm, "http"))
        .then()
        .statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded; charset=UTF-16",
        "text/html; charset=UTF-8",
      })
  void otherFormatsAreRefused(String type) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(receipts(realm, "twilio")))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString("MessageStatus=failed"))
            .build();
    HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"invalid_request\"");
  }

  @Test
  void formIsBounded() {
    Map<String, String> fields =
        IntStream.range(0, 66)
            .boxed()
            .collect(Collectors.toMap(i -> "field" + i, i -> "x".repeat(1000)));

    given()
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParams(fields)
        .post(receipts(realm, "twilio"))
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_request"));
  }

  /** Such a query is no part of a URI, so that HTTP clients do not send it. */
  @ParameterizedTest
  @ValueSource(strings = {"id=a|b", "id=%zz", "id=\"<>^`", "%", "id={}"})
  void queryThatIsNoneIsRefused(String query) throws IOException {
    URI url = URI.create(receipts(realm, "twilio"));
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String request =
          "POST %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
              .formatted(url.getPath(), query, url.getAuthority());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).matches("(?s)HTTP/1\\.1 40[03] .*");
    }
  }

  private static void withoutVerifyPhone(ObjectNode representation) {
    for (JsonNode action : representation.withArray("requiredActions")) {
      if (action.get("alias").asText().equals("VERIFY_PHONE")) {
        ((ObjectNode) action).put("enabled", false);
      }
    }
  }

  private static double failedReceipts() {
    return meters.sum(
        "phone.identity.sms.receipts_total", "gateway=\"twilio\"", "outcome=\"failed\"");
  }

  private static String receipts(TestRealm of, String gateway) {
    return of.url() + "/phone-identity/receipts/" + gateway;
  }

  private static Response http(TestRealm of, String body, Instant time, String secret) {
    String timestamp = Long.toString(time.getEpochSecond());
    return given()
        .contentType("application/json")
        .header("X-Phone-Identity-Timestamp", timestamp)
        .header("X-Phone-Identity-Signature", "sha256=" + hmac(secret, timestamp + "." + body))
        .body(body)
        .post(receipts(of, "http"));
  }

  private static String hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void notAllowed(Response response) {
    response
        .then()
        .statusCode(403)
        .body("error", equalTo("not_allowed"), "errorDescription", notNullValue());
  }

  private static void notFound(Response response) {
    response.then().statusCode(404).body("error", equalTo("not_found"));
  }
}

package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever is sent, the answer has the documented shape, comes soon, and is no fault of ours. */
class RestFuzzIT {

  private static final int REQUESTS = 120;
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Set<String> CODES =
      Stream.of(ErrorCode.values()).map(ErrorCode::id).collect(Collectors.toSet());
  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  enum Call {
    AVAILABILITY("POST", "/availability", "username", "nickname", "email", "phone"),
    CREATE_VERIFICATION("POST", "/verifications", "purpose", "phone", "email"),
    RESEND("POST", "/verifications/{id}/resend"),
    CONFIRM("POST", "/verifications/{id}/confirm", "code"),
    REGISTER(
        "POST",
        "/registrations",
        "username",
        "email",
        "nickname",
        "firstName",
        "lastName",
        "password",
        "phoneVerification",
        "emailVerification",
        "termsAccepted"),
    CHANGE_PASSWORD("PUT", "/password", "verification", "password");

    private final String method;
    private final String path;
    private final List<String> fields;

    Call(String method, String path, String... fields) {
      this.method = method;
      this.path = path;
      this.fields = List.of(fields);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRequestIsAnsweredInTheDocumentedShape(Call call) throws Exception {
    String verification = new RestApi(REALM).send("registration", Unique.phone()).path("id");
    for (long seed = 0; seed < REQUESTS; seed++) {
      HttpResponse<String> answer = send(call, new Fuzz(seed), verification);
      assertThat(answer.statusCode())
          .as("%s with seed %d: %s", call, seed, answer.body())
          .isBetween(200, 499)
          .isNotIn(404, 405);
      if (answer.statusCode() >= 400) {
        assertShape(call, seed, answer);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("io.github.phoneidentity.rest.Fuzz#HEADERS")
  void everyHeaderIsAnsweredInTheDocumentedShape(String name) throws Exception {
    for (String value : Fuzz.HEADER_VALUES) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
                  URI.create(REALM.url() + "/phone-identity/availability?client_id=demo-app"))
              .timeout(LONGEST)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"username\":\"anybody\"}"));
      try {
        request.setHeader(name, value);
      } catch (IllegalArgumentException notSendable) {
        continue;
      }
      HttpResponse<String> answer =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as("%s: %s", name, value).isBetween(200, 499);
      if (answer.statusCode() >= 400) {
        assertShape(Call.AVAILABILITY, value.length(), answer);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("io.github.phoneidentity.rest.Fuzz#HEADERS")
  void administratorsAreAnsweredWhateverTheHeader(String name) throws Exception {
    String token = new Admin(REALM.server()).token();
    URI limits =
        REALM
            .server()
            .baseUrl()
            .resolve("/admin/realms/" + REALM.name() + "/phone-identity/limits?phone=1");
    for (String value : Fuzz.HEADER_VALUES) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(limits)
              .timeout(LONGEST)
              .header("Authorization", "Bearer " + token);
      try {
        request.setHeader(name, value);
      } catch (IllegalArgumentException notSendable) {
        continue;
      }
      HttpResponse<String> answer =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      assertThat(answer.statusCode()).as("%s: %s", name, value).isBetween(400, 499);
    }
  }

  private static void assertShape(Call call, long seed, HttpResponse<String> answer)
      throws IOException {
    JsonNode error = JSON.readTree(answer.body());
    String code = error.path("error").asText();
    assertThat(CODES).as("%s with seed %d: %s", call, seed, answer.body()).contains(code);
    assertThat(ErrorCode.valueOf(code.toUpperCase(java.util.Locale.ROOT)).status())
        .isEqualTo(answer.statusCode());
    assertThat(error.path("errorDescription").asText()).isNotBlank();
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  private HttpResponse<String> send(Call call, Fuzz fuzz, String verification) throws Exception {
    String id = fuzz.oneIn(3) ? encoded(fuzz.text()) : verification;
    String client = fuzz.oneIn(10) ? encoded(fuzz.text()) : "demo-app";
    URI address =
        URI.create(
            REALM.url()
                + "/phone-identity"
                + call.path.replace("{id}", id.isEmpty() || id.contains("..") ? "x" : id)
                + "?client_id="
                + client);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .method(call.method, BodyPublishers.ofByteArray(fuzz.body(call.fields)));
    if (fuzz.oneIn(3)) {
      try {
        request.setHeader(fuzz.headerName(), fuzz.headerValue());
      } catch (IllegalArgumentException notSendable) {
        // the client itself refuses it: the request goes without
      }
    }
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  /** Without NUL: the server refuses such an address before anybody sees it. */
  private static String encoded(String text) {
    return URLEncoder.encode(text.replace("\0", ""), StandardCharsets.UTF_8).replace("+", "%20");
  }
}

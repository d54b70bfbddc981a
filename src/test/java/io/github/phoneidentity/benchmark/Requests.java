package io.github.phoneidentity.benchmark;

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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Requests with little work of the client's own, so that it does not level the sides out. Each is
 * from another client address and has a time limit.
 */
final class Requests {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Requests() {}

  static HttpRequest.Builder get(URI address) {
    return HttpRequest.newBuilder(address)
        .timeout(LONGEST)
        .header("X-Forwarded-For", Unique.address());
  }

  static HttpRequest.Builder form(URI address, Map<String, String> fields) {
    String body =
        fields.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return get(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body));
  }

  static HttpRequest.Builder json(String method, URI address, String body) {
    return get(address)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(body));
  }

  /** The password grant of {@code client}; without a password where its flow asks for none. */
  static HttpRequest.Builder grant(TestRealm realm, String client, String user, String password) {
    return form(
        at(realm, "/protocol/openid-connect/token"),
        Map.of(
            "grant_type", "password",
            "client_id", client,
            "scope", "openid",
            "username", user,
            "password", password));
  }

  /** A call of the REST API of {@code demo-app}. */
  static HttpRequest.Builder api(TestRealm realm, String call, String body) {
    return json("POST", at(realm, "/phone-identity" + call + "?client_id=demo-app"), body);
  }

  /** Keycloak's cached answer about a realm, by which others are measured. */
  static HttpRequest.Builder publicInfo(TestRealm realm) {
    return get(at(realm, ""));
  }

  static URI at(TestRealm realm, String path) {
    return URI.create(realm.url() + path);
  }

  /**
   * Sends it.
   *
   * @return the body of the answer
   * @throws AssertionError if the status is another one
   */
  static String send(HttpRequest.Builder request, int status)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != status) {
      throw new AssertionError(
          answer.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

package io.github.phoneidentity.verification;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.Map;

/**
 * The REST API's verifications.
 *
 * @param realm at which node and in which realm
 * @param address the client's address; null for another one with each call, whose budget is not the
 *     one that is looked at
 */
record RestCalls(TestRealm realm, String address) {

  RestCalls(TestRealm realm) {
    this(realm, null);
  }

  RestCalls from(String client) {
    return new RestCalls(realm, client);
  }

  Response ask(String purpose, String phone) {
    return post("", Map.of("purpose", purpose, "phone", phone));
  }

  Response resend(String id) {
    return post("/" + id + "/resend", Map.of());
  }

  Response confirm(String id, String code) {
    return post("/" + id + "/confirm", Map.of("code", code));
  }

  private Response post(String path, Map<String, String> body) {
    return realm
        .request()
        .queryParam("client_id", "demo-app")
        .header("X-Forwarded-For", address == null ? Unique.address() : address)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/phone-identity/verifications" + path);
  }
}

package io.github.phoneidentity.rest;

import static io.restassured.RestAssured.given;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;

/** The calls of a first-party app, from a client address of its own. */
final class RestApi {

  private final TestRealm realm;
  private final String address = Unique.address();

  RestApi(TestRealm realm) {
    this.realm = realm;
  }

  /** A request of public client {@code demo-app}. */
  RequestSpecification request() {
    return anonymous().queryParam("client_id", "demo-app");
  }

  /** A request that names no client. */
  RequestSpecification anonymous() {
    return given()
        .baseUri(realm.server().baseUrl().toString())
        .basePath("/realms/" + realm.name() + "/phone-identity")
        .header("X-Forwarded-For", address)
        .contentType("application/json");
  }

  Response available(Map<String, ?> body) {
    return request().body(body).post("/availability");
  }

  Response send(String purpose, String phone) {
    return request().body(Map.of("purpose", purpose, "phone", phone)).post("/verifications");
  }

  Response resend(String id) {
    return request().post("/verifications/{id}/resend", id);
  }

  Response confirm(String id, String code) {
    return request().body(Map.of("code", code)).post("/verifications/{id}/confirm", id);
  }

  Response register(Map<String, ?> body) {
    return request().body(body).post("/registrations");
  }

  Response changePassword(String verification, String password) {
    return request()
        .body(Map.of("verification", verification, "password", password))
        .put("/password");
  }

  /** The id of a proof of this number, by the whole conversation. */
  String prove(String purpose, String phone) {
    int before = realm.inbox().countFor(phone);
    String id = send(purpose, Unique.national(phone)).then().statusCode(201).extract().path("id");
    String code = realm.inbox().awaitText(phone, before + 1).code();
    confirm(id, code).then().statusCode(200);
    return id;
  }

  /** The body of a registration. */
  static Map<String, Object> form(TestUser user, String phoneVerification) {
    Map<String, Object> form = new HashMap<>();
    form.put("username", user.username());
    form.put("email", user.email());
    form.put("nickname", user.nickname());
    form.put("firstName", user.firstName());
    form.put("lastName", user.lastName());
    form.put("password", user.password());
    form.put("phoneVerification", phoneVerification);
    return form;
  }
}

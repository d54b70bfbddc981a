package io.github.phoneidentity.testing;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The calls of a first-party app.
 *
 * @param realm in which realm, and at which node
 * @param address gives the client address of each call
 */
public record RestApi(TestRealm realm, Supplier<String> address) {

  /** Calls from one client address that no other caller has. */
  public RestApi(TestRealm realm) {
    this(realm, Unique.address());
  }

  /** Calls from this client address. */
  public RestApi(TestRealm realm, String address) {
    this(realm, () -> address);
  }

  /** Calls from another client address each time, so that no budget of an address is met. */
  public static RestApi fromEverywhere(TestRealm realm) {
    return new RestApi(realm, Unique::address);
  }

  /** A request of public client {@code demo-app}. */
  public RequestSpecification request() {
    return anonymous().queryParam("client_id", AppLogin.CLIENT);
  }

  /** A request that names no client. */
  public RequestSpecification anonymous() {
    return given()
        .baseUri(realm.server().baseUrl().toString())
        .basePath("/realms/" + realm.name() + "/phone-identity")
        .header("X-Forwarded-For", address.get())
        .contentType("application/json");
  }

  public Response available(Map<String, ?> body) {
    return request().body(body).post("/availability");
  }

  public Response send(String purpose, String phone) {
    return request().body(Map.of("purpose", purpose, "phone", phone)).post("/verifications");
  }

  public Response resend(String id) {
    return request().post("/verifications/{id}/resend", id);
  }

  public Response confirm(String id, String code) {
    return request().body(Map.of("code", code)).post("/verifications/{id}/confirm", id);
  }

  public Response register(Map<String, ?> body) {
    return request().body(body).post("/registrations");
  }

  public Response changePassword(String verification, String password) {
    return request()
        .body(Map.of("verification", verification, "password", password))
        .put("/password");
  }

  /** The same with a proof of the user's e-mail address beside it. */
  public Response changePassword(String verification, String emailVerification, String password) {
    return request()
        .body(
            Map.of(
                "verification", verification,
                "emailVerification", emailVerification,
                "password", password))
        .put("/password");
  }

  /** The id of a proof of this address, by the whole conversation. */
  public String proveEmail(String purpose, String address) {
    int before = realm.mail().mailsTo(address).size();
    String id =
        request()
            .body(Map.of("purpose", purpose, "email", address))
            .post("/verifications")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    confirm(id, realm.mail().awaitMail(address, before + 1).code()).then().statusCode(200);
    return id;
  }

  /** The id of a proof of this number, by the whole conversation. */
  public String prove(String purpose, String phone) {
    int before = realm.inbox().countFor(phone);
    String id = send(purpose, Unique.national(phone)).then().statusCode(201).extract().path("id");
    String code = realm.inbox().awaitText(phone, before + 1).code();
    confirm(id, code).then().statusCode(200);
    return id;
  }

  /** The body of a registration. */
  public static Map<String, Object> form(TestUser user, String phoneVerification) {
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

package io.github.phoneidentity.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;

/** The server's administrator at Keycloak's admin REST API. */
public final class Admin {

  /** Well under the lifetime of a token of the master realm, which is a minute. */
  private static final Duration KEEP = Duration.ofSeconds(30);

  private final KeycloakServer server;
  private String token;
  private long since;

  /** An administrator of {@code server}. */
  public Admin(KeycloakServer server) {
    this.server = server;
  }

  /** A request as this administrator; paths are relative to the server's base address. */
  public RequestSpecification request() {
    return given()
        .baseUri(server.baseUrl().toString())
        .auth()
        .oauth2(token())
        .contentType(ContentType.JSON);
  }

  /** A request as this administrator; paths are relative to {@code /admin/realms/{realm}}. */
  public RequestSpecification request(String realm) {
    return request().basePath("/admin/realms/" + realm);
  }

  /** An access token of this administrator. */
  public synchronized String token() {
    if (token == null || System.nanoTime() - since > KEEP.toNanos()) {
      since = System.nanoTime();
      token =
          given()
              .baseUri(server.baseUrl().toString())
              .formParam("grant_type", "password")
              .formParam("client_id", "admin-cli")
              .formParam("username", server.adminUsername())
              .formParam("password", server.adminPassword())
              .post("/realms/master/protocol/openid-connect/token")
              .then()
              .statusCode(200)
              .extract()
              .path("access_token");
    }
    return token;
  }
}

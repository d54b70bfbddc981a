package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** Password grants that may bring a code. */
final class SmsGrant {

  private SmsGrant() {}

  /** The grant of {@code demo-app}; the code is null for none. */
  static Response send(TestRealm realm, TestUser user, String code) {
    return send(realm, form(user, code).formParam("client_id", AppLogin.CLIENT));
  }

  /** The same with the code of an authenticator app. */
  static Response withOtp(TestRealm realm, TestUser user, String otp) {
    return send(
        realm, form(user, null).formParam("otp", otp).formParam("client_id", AppLogin.CLIENT));
  }

  /** The same by the client that the form names. */
  static Response send(TestRealm realm, RequestSpecification form) {
    return form.post(realm.url() + "/protocol/openid-connect/token");
  }

  /** All parameters but those of the client. */
  static RequestSpecification form(TestUser user, String code) {
    RequestSpecification request =
        RestAssured.given()
            .contentType("application/x-www-form-urlencoded; charset=UTF-8")
            .formParam("grant_type", "password")
            .formParam("scope", "openid")
            .formParam("username", user.username())
            .formParam("password", user.password());
    return code == null ? request : request.formParam("sms_code", code);
  }
}

package io.github.phoneidentity.rest;

import static org.hamcrest.Matchers.equalTo;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The registration page asks whether names are free, by its authentication session alone. */
class RegistrationPageAvailabilityIT {

  private static final Pattern TAB = Pattern.compile("[?&]tab_id=([^&]+)");

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final TestUser user = TestUser.random();
  private final Browser browser = new Browser();
  private Page page;

  @BeforeEach
  void openPage() {
    page = SignUp.begin(REALM, browser).page();
  }

  private static String tab(Page page) {
    Matcher tab = TAB.matcher(page.form().action().toString());
    if (!tab.find()) {
      throw new AssertionError("No tab_id: " + page.form().action());
    }
    return tab.group(1);
  }

  private String cookies() {
    return browser.cookies().getCookies().stream()
        .map(cookie -> cookie.getName() + "=" + cookie.getValue())
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static String origin() {
    return REALM.server().baseUrl().toString().replaceAll("/$", "");
  }

  private RequestSpecification fromPage() {
    return new RestApi(REALM)
        .anonymous()
        .queryParam("tab_id", tab(page))
        .header("Cookie", cookies());
  }

  private static void refused(Response response) {
    response
        .then()
        .log()
        .ifValidationFails()
        .statusCode(401)
        .body("error", equalTo("invalid_client"));
  }

  private Map<String, String> names() {
    return Map.of("username", user.username(), "nickname", user.nickname());
  }

  @Test
  void pageLearnsWhetherNamesAreFree() {
    fromPage()
        .header("Origin", origin())
        .body(names())
        .post("/availability")
        .then()
        .log()
        .ifValidationFails()
        .statusCode(200)
        .body("username.available", equalTo(true), "nickname.available", equalTo(true));
    REALM.createUser(user);
    fromPage()
        .header("Sec-Fetch-Site", "same-origin")
        .body(names())
        .post("/availability")
        .then()
        .statusCode(200)
        .body("username.reason", equalTo("taken"), "nickname.reason", equalTo("taken"));
  }

  @Test
  void contactsAreNoneOfItsBusiness() {
    for (String field : List.of("email", "phone")) {
      refused(
          fromPage()
              .header("Origin", origin())
              .body(Map.of("username", user.username(), field, user.email()))
              .post("/availability"));
    }
  }

  @Test
  void noOtherCallIsThePages() {
    refused(
        fromPage()
            .header("Origin", origin())
            .body(Map.of("purpose", "registration", "phone", Unique.phone()))
            .post("/verifications"));
    refused(fromPage().header("Origin", origin()).body("{}").post("/registrations"));
  }

  @Test
  void onlyPagesOfTheServerItselfMayAsk() {
    refused(fromPage().body(names()).post("/availability"));
    refused(
        fromPage()
            .header("Origin", "https://evil.example.com")
            .body(names())
            .post("/availability"));
    refused(fromPage().header("Origin", "null").body(names()).post("/availability"));
    refused(fromPage().header("Sec-Fetch-Site", "same-site").body(names()).post("/availability"));
  }

  @Test
  void cookieAndTabMustBelongTogether() {
    RestApi api = new RestApi(REALM);
    refused(
        api.anonymous()
            .queryParam("tab_id", tab(page))
            .header("Origin", origin())
            .body(names())
            .post("/availability"));
    refused(
        api.anonymous()
            .queryParam("tab_id", "other")
            .header("Cookie", cookies())
            .header("Origin", origin())
            .body(names())
            .post("/availability"));
    refused(
        api.anonymous()
            .header("Cookie", cookies())
            .header("Origin", origin())
            .body(names())
            .post("/availability"));
  }

  @Test
  void authenticationSessionOfALoginMayNotAsk() {
    page = Login.begin(REALM, browser).page();

    refused(fromPage().header("Origin", origin()).body(names()).post("/availability"));
  }

  @Test
  void pageIsCountedByItsAddress() {
    try (TestRealm strict = TestRealm.create()) {
      strict.setPolicy(Map.of("max-checks-per-address-hour", "1"));
      Browser visitor = new Browser();
      Page form = SignUp.begin(strict, visitor).page();
      String cookies =
          visitor.cookies().getCookies().stream()
              .map(cookie -> cookie.getName() + "=" + cookie.getValue())
              .collect(Collectors.joining("; "));
      RestApi api = new RestApi(strict);
      for (int status : new int[] {200, 429}) {
        api.anonymous()
            .queryParam("tab_id", tab(form))
            .header("Cookie", cookies)
            .header("Origin", origin())
            .body(names())
            .post("/availability")
            .then()
            .statusCode(status);
      }
    }
  }

  @Test
  void pageOfAClientThatWasDeletedMeanwhileMayNotAsk() {
    String client =
        REALM
            .admin()
            .queryParam("clientId", "demo-app")
            .get("/clients")
            .jsonPath()
            .getString("[0].id");
    Map<String, Object> former = REALM.admin().get("/clients/{id}", client).jsonPath().getMap("$");
    REALM.admin().delete("/clients/{id}", client).then().statusCode(204);
    try {
      refused(fromPage().header("Origin", origin()).body(names()).post("/availability"));
    } finally {
      REALM.admin().body(former).post("/clients").then().statusCode(201);
    }
  }
}

package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The last line of texts that an app asks for, which has declared its own origin. */
class DeclaredOriginIT {

  private static final String ORIGIN = "phone-identity.sms-origin";
  private static final String APP_HASH = "phone-identity.android-app-hash";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private static final String SERVER = "@" + REALM.url().getHost() + " #CODE";

  private static void declare(Map<String, String> attributes) {
    Map<String, Object> client =
        REALM
            .admin()
            .queryParam("clientId", "demo-app")
            .get("/clients")
            .jsonPath()
            .<Map<String, Object>>getList("")
            .get(0);
    Map<String, String> all = new HashMap<>(Map.of(ORIGIN, "", APP_HASH, ""));
    all.putAll(attributes);
    client.put("attributes", all);
    client.put("webOrigins", List.of("https://app.example.com", "+"));
    client.put(
        "redirectUris",
        List.of("https://other.example.com/*", "http://localhost:3000/*", "http://localhost/*"));
    REALM.admin().body(client).put("/clients/{id}", client.get("id")).then().statusCode(204);
  }

  /** The last line of a text by REST, with {@code CODE} for its code. */
  private static String lastLine(Map<String, String> attributes) {
    declare(attributes);
    String phone = Unique.phone();
    new RestApi(REALM).send("registration", phone).then().statusCode(201);
    return lastLine(phone);
  }

  private static String lastLine(String phone) {
    List<String> lines = REALM.inbox().awaitText(phone).text().lines().toList();
    return lines.get(lines.size() - 1).replaceFirst("#[0-9]{6}\\b", "#CODE");
  }

  @Test
  void declaredWebOriginTakesThePlaceOfTheServersHost() {
    assertThat(lastLine(Map.of())).isEqualTo(SERVER);
    assertThat(lastLine(Map.of(ORIGIN, "https://app.example.com")))
        .isEqualTo("@app.example.com #CODE");
    assertThat(lastLine(Map.of(ORIGIN, "https://other.example.com")))
        .isEqualTo("@other.example.com #CODE");
  }

  @Test
  void originThatIsNoneOfTheClientsIsNotUsed() {
    for (String origin : List.of("https://evil.example", "app.example.com", "javascript:alert()")) {
      assertThat(lastLine(Map.of(ORIGIN, origin))).isEqualTo(SERVER);
    }
  }

  @Test
  void textForAnAndroidAppEndsWithItsHash() {
    assertThat(lastLine(Map.of(APP_HASH, "FA+9qCX9VSu"))).isEqualTo("FA+9qCX9VSu");
    assertThat(lastLine(Map.of(APP_HASH, "FA+9qCX9VSu", ORIGIN, "https://app.example.com")))
        .isEqualTo("@app.example.com #CODE FA+9qCX9VSu");
    assertThat(lastLine(Map.of(APP_HASH, "FA+9qCX9VS\n"))).isEqualTo(SERVER);
  }

  @Test
  void textOfAPageIsBoundToTheServer() {
    declare(Map.of(ORIGIN, "https://app.example.com", APP_HASH, "FA+9qCX9VSu"));
    String phone = Unique.phone();

    SignUp.begin(REALM).phone(phone);

    assertThat(lastLine(phone)).isEqualTo(SERVER);
  }

  @Test
  void textOfAPasswordGrantIsBoundToTheApp() {
    declare(Map.of(ORIGIN, "https://app.example.com"));
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);

    REALM.passwordGrant(user.username(), user.password()).then().statusCode(401);

    assertThat(lastLine(user.phone())).isEqualTo("@app.example.com #CODE");
  }
}

package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.testing.Stub;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.ClientModel;

class TextOriginTest {

  private static final Set<String> WEB_ORIGINS =
      Set.of(
          "https://app.example.com",
          "https://App.Example.org:8443",
          "http://app.example.net",
          "http://localhost:3000");

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "docker, true",
    "127.0.0.1, true",
    "10.1.2.3, true",
    "192.168.1.20, true",
    "172.17.0.1, true",
    "[::1], true",
    "evil.example, false",
    "127.0.0.1.evil.example, false",
    "10.evil, false",
    "localhost.evil.example, false",
    "172.15.0.1, false",
    "8.8.8.8, false",
    "[2001:db8::1], false",
  })
  void onlyWhatIsNobodysSiteMayComeFromARequest(String host, boolean local) {
    assertThat(TextOrigin.isLocal(host)).isEqualTo(local);
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.example.com/auth, evil.example, login.example.com",
    "https://login.example.com, localhost, login.example.com",
    "login.example.com, evil.example, ''",
    "ftp://login.example.com, evil.example, ''",
    "https://a b, evil.example, ''",
    "' ', evil.example, ''",
    ", evil.example, ''",
    ", , ''",
    "login.example.com, localhost, localhost",
    ", 192.168.1.20, 192.168.1.20",
  })
  void hostThatMayBeForgedIsNotUsed(String frontendUrl, String requested, String host) {
    assertThat(TextOrigin.host(PublicUrl.configured(frontendUrl, null, "/"), requested))
        .isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, app.example.com",
    "https://app.example.org:8443, app.example.org",
    "http://localhost:3000, localhost",
  })
  void webOriginOfTheClientMayBeDeclared(String declared, String host) {
    assertThat(TextOrigin.declaredHost(declared, WEB_ORIGINS)).contains(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://app.example.net",
        "https://app.example.com/",
        "https://app.example.com/path",
        "https://user@app.example.com",
        "https://app.example.com #123456",
        "app.example.com",
        "//app.example.com",
        "https:app.example.com",
        "*",
        "+",
      })
  void nothingElseMayBeDeclared(String declared) {
    assertThat(TextOrigin.declaredHost(declared, WEB_ORIGINS)).isEmpty();
  }

  @Test
  void clientThatAllowsEveryOriginMayDeclareAnyHttpsOrigin() {
    assertThat(TextOrigin.declaredHost("https://app.example.com", Set.of("*")))
        .contains("app.example.com");
    assertThat(TextOrigin.declaredHost("https://app.example.com/x", Set.of("*"))).isEmpty();
    assertThat(TextOrigin.declaredHost("http://app.example.com", Set.of("*"))).isEmpty();
  }

  @Test
  void lastLineNamesTheHostTheCodeAndTheApp() {
    assertThat(new TextOrigin("", null).lastLine("123456")).isEmpty();
    assertThat(new TextOrigin("a.example", null).lastLine("123456"))
        .isEqualTo("\n@a.example #123456");
    assertThat(new TextOrigin("", "FA+9qCX9VSu").lastLine("123456")).isEqualTo("\nFA+9qCX9VSu");
    assertThat(new TextOrigin("a.example", "FA+9qCX9VSu").lastLine("123456"))
        .isEqualTo("\n@a.example #123456 FA+9qCX9VSu");
  }

  @Test
  void invalidAttributeOfAClientIsLoggedOnce() {
    Map<String, String> attributes = new HashMap<>();
    ClientModel client = client(attributes);
    try (LogCapture log = LogCapture.of(TextOrigin.class)) {
      attributes.put(TextOrigin.APP_HASH_ATTRIBUTE, "too short");
      assertThat(TextOrigin.appHash(client)).isNull();
      assertThat(TextOrigin.appHash(client)).isNull();
      assertThat(TextOrigin.appHash(client(attributes))).isNull();
      assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("android-app-hash"));

      attributes.put(TextOrigin.APP_HASH_ATTRIBUTE, "another");
      assertThat(TextOrigin.appHash(client)).isNull();
      assertThat(log.lines()).hasSize(3);

      attributes.put(TextOrigin.APP_HASH_ATTRIBUTE, " FA+9qCX9VSu ");
      assertThat(TextOrigin.appHash(client)).isEqualTo("FA+9qCX9VSu");
      assertThat(log.lines()).hasSize(3);
    }
  }

  private static ClientModel client(Map<String, String> attributes) {
    ClientModel client = Stub.of(ClientModel.class);
    doReturn(UUID.randomUUID().toString()).when(client).getId();
    doReturn("demo-app").when(client).getClientId();
    doAnswer(call -> attributes.get(call.<String>getArgument(0)))
        .when(client)
        .getAttribute(anyString());
    return client;
  }

  @Test
  void hostThatIsTooLongIsNone() {
    assertThat(new TextOrigin("a".repeat(254), null).host()).isEmpty();
  }
}

package io.github.phoneidentity.sms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.sms.client.UnconfiguredSmsGateway;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.provider.ProviderConfigProperty;

class HttpSmsGatewayConfigTest {

  private static final String SECRET = "s3cret";

  @Test
  void hasDefaults() {
    HttpSmsGatewayConfig config =
        new HttpSmsGatewayConfig(new GatewayOptions("http", name -> null));
    assertThat(config.url()).isEmpty();
    assertThat(config.method()).isEqualTo("POST");
    assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.readTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.signature()).isEmpty();
    assertThat(config.headers()).containsOnlyKeys("Content-Type");
  }

  @ParameterizedTest
  @CsvSource({"3, 3000", "3s, 3000", "250ms, 250", "60s, 60000"})
  void readsTimes(String typed, long millis) {
    assertThat(new HttpSmsGatewayConfig(new GatewayOptions("http", name -> typed)).readTimeout())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          url; example.com/sms
          url; ftp://example.com/
          url; http://
          url; https:///path
          url; https://user:s3cret@example.com/
          url; https://{id}.example.com/
          url; https://{id}@example.com/
          url; {text}
          url; https://example.com/a b
          url; https://example.com/?text={txt}
          method; DELETE
          method; POST GET
          headers; Authorization s3cret
          headers; Host: s3cret
          headers; Content-Length: 5
          headers; X-Key: s3cret-é-한
          headers; X-Key: s3cret || x-key: s3cret
          headers; Ünicode: s3cret
          body; {"to":{to},"text":"{text}"}
          body; {"to":"{to}"
          connect-timeout; 0
          connect-timeout; -1
          connect-timeout; 61s
          read-timeout; 0ms
          read-timeout; 5m
          read-timeout; soon
          method; HEAD
          """)
  void aWrongOptionIsRefusedByItsNameAndShowsNoSecret(String option, String value) {
    Map<String, String> options =
        new HashMap<>(Map.of("url", "https://example.com/", "secret", SECRET));
    options.put(option, value);
    HttpSmsGatewayConfig config =
        new HttpSmsGatewayConfig(new GatewayOptions("http", options::get));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HttpSmsGateway(config.url().orElseThrow(), config, () -> 0))
        .withMessageStartingWith("spi-sms-gateway--http--" + option + " ")
        .withMessageNotContaining(SECRET)
        .withNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "https://example.com/?to={to}; X-Id: {id}",
        "https://example.com/; X-Text: {text}",
        "https://example.com/{text}; X-Id: 1"
      })
  void whatIsSignedStandsInTheBodyAlone(String url, String header) {
    Map<String, String> options = Map.of("url", url, "headers", header, "secret", SECRET);
    assertThatIllegalArgumentException()
        .isThrownBy(new HttpSmsGatewayConfig(new GatewayOptions("http", options::get))::signature)
        .withMessageStartingWith("spi-sms-gateway--http--secret ")
        .withMessageNotContaining(SECRET);
  }

  @Test
  void messageIdMayStandAnywhere() {
    Map<String, String> options =
        Map.of("url", "https://example.com/{id}", "headers", "X-Id: {id}", "secret", SECRET);
    assertThat(new HttpSmsGatewayConfig(new GatewayOptions("http", options::get)).signature())
        .isPresent();
  }

  @Test
  void getHasNoBody() {
    Map<String, String> options =
        Map.of("url", "https://example.com/", "method", "GET", "body", "to={to}");
    HttpSmsGatewayConfig config =
        new HttpSmsGatewayConfig(new GatewayOptions("http", options::get));
    assertThatIllegalArgumentException()
        .isThrownBy(config::body)
        .withMessage("spi-sms-gateway--http--body cannot be sent by GET");
  }

  @Test
  void aGatewayWithoutUrlIsUnreachableAndSaysSoOnce() {
    SmsGateway gateway = new UnconfiguredSmsGateway("http", "spi-sms-gateway--http--url");
    try (LogCapture log = LogCapture.of(UnconfiguredSmsGateway.class)) {
      assertThat(gateway.send(HttpSmsGateway.SAMPLE)).isEqualTo(SendResult.UNREACHABLE);
      assertThat(gateway.send(HttpSmsGateway.SAMPLE)).isEqualTo(SendResult.UNREACHABLE);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("spi-sms-gateway--http--url");
    }
  }

  @Test
  void everyOptionIsDocumented() {
    assertThat(new HttpSmsGatewayFactory().getConfigMetadata())
        .allSatisfy(option -> assertThat(option.getHelpText()).isNotBlank())
        .extracting(ProviderConfigProperty::getName)
        .containsExactly(
            "url", "method", "headers", "body", "secret", "connect-timeout", "read-timeout");
  }
}

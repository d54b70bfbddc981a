package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.Config;

class RelaySettingsTest {

  private static final String PREFIX = "relay-settings-test.";

  private final Map<String, String> options = new HashMap<>();

  @AfterEach
  void clear() {
    options.keySet().forEach(name -> System.clearProperty(PREFIX + name));
  }

  private Config.Scope with(String name, String value) {
    options.put(name, value);
    options.forEach((key, option) -> System.setProperty(PREFIX + key, option));
    return new Config.SystemPropertiesScope(PREFIX);
  }

  @Test
  void nothingIsRelayedWithoutABroker() {
    assertThat(RelaySettings.of(with("exchange", "events"))).isEmpty();
  }

  @Test
  void onlyTheBrokerHasToBeNamed() {
    assertThat(RelaySettings.of(with("uri", "amqps://user:pass@broker:5671/vhost")))
        .contains(
            new RelaySettings(
                "amqps://user:pass@broker:5671/vhost",
                "keycloak",
                Duration.ofHours(1),
                Duration.ofDays(30)));
  }

  @Test
  void retentionIsInSeconds() {
    with("uri", "amqp://broker");
    with("published-retention", "60");
    RelaySettings settings = RelaySettings.of(with("exchange", "events")).orElseThrow();

    assertThat(settings.publishedRetention()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.unrouted()).isEqualTo("events.unrouted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://u:secret@broker", "amqp://u:secret:x@broker", "secret", "a b:secret"})
  void addressThatCannotBeReadIsNotRepeated(String uri) {
    assertThatThrownBy(() -> RelaySettings.of(with("uri", uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spi-events-listener--rabbitmq--uri")
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }

  @Test
  void passwordIsNotPrinted() {
    assertThat(RelaySettings.of(with("uri", "amqp://u:secret@broker")).orElseThrow().toString())
        .doesNotContain("secret");
  }
}

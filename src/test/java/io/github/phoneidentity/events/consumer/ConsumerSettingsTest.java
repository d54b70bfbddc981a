package io.github.phoneidentity.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsumerSettingsTest {

  @Test
  void addressAloneIsEnough() {
    ConsumerSettings settings =
        ConsumerSettings.from(Map.of("RABBITMQ_URI", "amqp://u:secret@broker", "QUEUE", ""));

    assertThat(settings.address()).isEqualTo("broker:5672");
    assertThat(settings.exchange()).isEqualTo("keycloak");
    assertThat(settings.queue()).isEqualTo("user-event-logger");
    assertThat(settings.bindings()).containsExactly("*.user.*", "*.realm.deleted");
  }

  @Test
  void everythingCanBeChosen() {
    ConsumerSettings settings =
        ConsumerSettings.from(
            Map.of(
                "RABBITMQ_URI", "amqps://u:secret@broker:5673/events",
                "EXCHANGE", "e",
                "QUEUE", "q",
                "BINDING", "demo.user.deleted, acme%2Ekr.user.#"));

    assertThat(settings.broker().isSSL()).isTrue();
    assertThat(settings.broker().getVirtualHost()).isEqualTo("events");
    assertThat(settings.address()).isEqualTo("broker:5673");
    assertThat(settings.exchange()).isEqualTo("e");
    assertThat(settings.queue()).isEqualTo("q");
    assertThat(settings.bindings()).containsExactly("demo.user.deleted", "acme%2Ekr.user.#");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "http://u:secret@broker", "amqp://u:secret@[broker", "secret"})
  void wrongAddressIsToldWithoutThePassword(String uri) {
    assertThatThrownBy(() -> ConsumerSettings.from(Map.of("RABBITMQ_URI", uri)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RABBITMQ_URI")
        .hasNoCause()
        .message()
        .doesNotContain("secret");
  }
}

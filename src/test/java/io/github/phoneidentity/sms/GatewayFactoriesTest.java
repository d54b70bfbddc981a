package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.sms.client.HttpGatewayFactory;
import io.github.phoneidentity.sms.client.UnconfiguredSmsGateway;
import io.github.phoneidentity.testing.Stub;
import io.github.phoneidentity.testing.TestMessage;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all gateways have in common that call an HTTP service. */
class GatewayFactoriesTest {

  static Stream<HttpGatewayFactory> factories() {
    return ServiceLoader.load(SmsGatewayFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(HttpGatewayFactory.class::isInstance)
        .map(HttpGatewayFactory.class::cast);
  }

  @Test
  void allAreRegistered() {
    assertThat(factories().map(SmsGatewayFactory::getId))
        .containsExactlyInAnyOrder("http", "twilio", "sns", "solapi");
  }

  @ParameterizedTest
  @MethodSource("factories")
  void withoutOptionsItIsUnreachableAndNamesThemOnce(HttpGatewayFactory factory) {
    factory.init(Stub.options(Map.of()));
    SmsGateway gateway = factory.create(null);
    try (LogCapture log = LogCapture.of(UnconfiguredSmsGateway.class)) {
      assertThat(gateway.send(TestMessage.of("text"))).isEqualTo(SendResult.UNREACHABLE);
      assertThat(gateway.send(TestMessage.of("text"))).isEqualTo(SendResult.UNREACHABLE);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("set spi-sms-gateway--" + factory.getId() + "--");
    }
  }

  @ParameterizedTest
  @MethodSource("factories")
  void serverInfoShowsTheStateAndNoOption(HttpGatewayFactory factory) {
    factory.init(Stub.options(Map.of("url", "http://localhost", "auth-token", "s3cret")));

    assertThat(factory.getOperationalInfo())
        .containsOnlyKeys("version", "state")
        .extractingByKey("state")
        .isEqualTo(factory.getId().equals("http") ? "ready" : "not configured");
  }

  @ParameterizedTest
  @MethodSource("factories")
  void theLongestSendFollowsFromTheTimeout(HttpGatewayFactory factory) {
    factory.init(Stub.options(Map.of("read-timeout", "60s")));
    assertThat(factory.longestSend()).isBetween(Duration.ofSeconds(60), SmsGateways.LONGEST_SEND);
  }

  @ParameterizedTest
  @MethodSource("factories")
  void aWrongTimeoutPreventsTheStart(HttpGatewayFactory factory) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> factory.init(Stub.options(Map.of("read-timeout", "61s"))))
        .withMessageStartingWith("spi-sms-gateway--" + factory.getId() + "--read-timeout ");
  }

  @ParameterizedTest
  @MethodSource("factories")
  void everyOptionHasAHelpText(HttpGatewayFactory factory) {
    assertThat(factory.getConfigMetadata())
        .allSatisfy(option -> assertThat(option.getHelpText()).isNotBlank())
        .allSatisfy(
            option ->
                assertThat(option.isSecret())
                    .isEqualTo(option.getName().matches(".*(secret|token)")));
  }
}

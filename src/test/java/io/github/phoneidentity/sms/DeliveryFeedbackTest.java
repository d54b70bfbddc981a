package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DeliveryFeedbackTest {

  private static final ReceiptRequest REQUEST =
      new ReceiptRequest(
          URI.create("https://example.com/receipts/own"), name -> Optional.empty(), Map.of(), "{}");

  @Test
  void gatewayThatReadsNothingOrFailsHasVerifiedNothing() {
    try (LogCapture log = LogCapture.of(DeliveryFeedback.class)) {
      assertThat(read(() -> null)).isEqualTo(ReceiptReading.notSigned());
      assertThat(
              read(
                  () -> {
                    throw new IllegalStateException("s3cret");
                  }))
          .isEqualTo(ReceiptReading.notSigned());
      assertThat(log.lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("ERROR") && line.contains("gateway own failed"))
          .noneMatch(line -> line.contains("s3cret"));
    }
  }

  @Test
  void whatTheGatewayReadsIsReturned() {
    assertThat(read(ReceiptReading::malformed)).isEqualTo(ReceiptReading.malformed());
  }

  private static ReceiptReading read(Supplier<ReceiptReading> reading) {
    SmsGateway gateway =
        new SmsGateway() {
          @Override
          public SendResult send(SmsMessage message) {
            throw new AssertionError("Nothing is sent");
          }

          @Override
          public ReceiptReading receipts(ReceiptRequest request) {
            return reading.get();
          }
        };
    return DeliveryFeedback.read(gateway, "own", REQUEST);
  }
}

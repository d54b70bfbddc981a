package io.github.phoneidentity.sms.solapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.DeliveryReceipt.Outcome;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptReading.Status;
import io.github.phoneidentity.sms.ReceiptRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The webhook of event {@code SINGLE-REPORT}. */
class SolapiReceiptsTest {

  private static final String SECRET = "s3cret-of-the-webhook";

  /** printf 's3cret-of-the-webhook' | sha1sum. */
  private static final String DIGEST = "28795a40d05efd45852dec05071b743b99fcdad8";

  private final SolapiReceipts receipts = new SolapiReceipts(Optional.of(SECRET));

  @ParameterizedTest
  @CsvSource({
    "SMS, 4000, DELIVERED",
    "ATA, 4000, DELIVERED",
    "SMS, 3104, FAILED",
    "LMS, 2230, FAILED",
    "SMS, 2000,",
    "SMS, 3000,",
    "ATA, 3104,",
    "SMS, '',",
  })
  void statusIsRead(String type, String code, Outcome outcome) {
    String report =
        """
        {"messageId":"M4V","type":"%s","statusCode":"%s","customFields":{"id":"message-1"}}
        """
            .formatted(type, code);
    List<DeliveryReceipt> expected =
        outcome == null ? List.of() : List.of(new DeliveryReceipt("message-1", outcome));

    assertThat(read("[" + report + "]").receipts()).isEqualTo(expected);
    assertThat(read("[{\"eventDataId\":\"E\",\"data\":" + report + "}]").receipts())
        .isEqualTo(expected);
  }

  @Test
  void reportsOfOtherTextsArePassedOver() {
    ReceiptReading reading =
        read(
            """
            [{"messageId":"M1","statusCode":"3104"},
             {"messageId":"M2","statusCode":"3104","customFields":null},
             17,
             {"messageId":"M3","type":"SMS","statusCode":"3104","customFields":{"id":"message-3"}}]
            """);

    assertThat(reading.receipts())
        .containsExactly(new DeliveryReceipt("message-3", Outcome.FAILED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "{}", "\"text\"", "null"})
  void whatIsNoListIsMalformed(String body) {
    assertThat(read(body)).isEqualTo(ReceiptReading.malformed());
  }

  @Test
  void onlyWhoKnowsTheSecretIsBelieved() {
    assertThat(DIGEST).hasSize(40);
    assertThat(read(DIGEST, "[]").status()).isEqualTo(Status.SIGNED);
    assertThat(read(SECRET, "[]").status()).isEqualTo(Status.SIGNED);
    for (String wrong : new String[] {null, "", "s3cret", DIGEST.substring(1)}) {
      assertThat(read(wrong, "[]")).isEqualTo(ReceiptReading.notSigned());
    }
    assertThat(new SolapiReceipts(Optional.empty()).read(request(DIGEST, "[]")))
        .isEqualTo(ReceiptReading.notSigned());
    assertThat(receipts.toString()).doesNotContain(SECRET);
  }

  private ReceiptReading read(String body) {
    return read(DIGEST, body);
  }

  private ReceiptReading read(String header, String body) {
    return receipts.read(request(header, body));
  }

  private static ReceiptRequest request(String header, String body) {
    return new ReceiptRequest(
        URI.create("https://example.com/realms/demo/phone-identity/receipts/solapi"),
        name -> Optional.ofNullable(name.equals("X-Solapi-Secret") ? header : null),
        Map.of(),
        body);
  }
}

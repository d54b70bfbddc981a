package io.github.phoneidentity.sms.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.DeliveryReceipt.Outcome;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptReading.Status;
import io.github.phoneidentity.sms.ReceiptRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts that are signed as the gateway's own requests. */
class HttpReceiptsTest {

  private static final String SECRET = "s3cret";
  private static final int NOW = 1_700_000_000;
  private static final String FAILED = "{\"id\":\"message-1\",\"status\":\"failed\"}";

  private final HttpReceipts receipts =
      new HttpReceipts(Optional.of(new RequestSignature(SECRET)), () -> NOW);

  @Test
  void signatureIsThatOfOpenssl() {
    // printf '%s.%s' 1700000000 "$body" | openssl dgst -sha256 -hmac s3cret
    String signature = "sha256=e69a3af6c38e50ec0cbac90c362f14910d299df764d42a87f3e1d7e0712245c1";

    assertThat(receipts.read(request(FAILED, "1700000000", signature)))
        .isEqualTo(
            ReceiptReading.signed(List.of(new DeliveryReceipt("message-1", Outcome.FAILED))));
    assertThat(receipts.read(request(FAILED + " ", "1700000000", signature)).status())
        .isEqualTo(Status.NOT_SIGNED);
    assertThat(receipts.read(request(FAILED, "1700000001", signature)).status())
        .isEqualTo(Status.NOT_SIGNED);
    assertThat(new HttpReceipts(Optional.empty(), () -> NOW).read(signed(FAILED, NOW)).status())
        .isEqualTo(Status.NOT_SIGNED);
  }

  @Test
  void deliveredIsRead() {
    assertThat(receipts.read(signed("{\"id\":\"m\",\"status\":\"delivered\",\"at\":1}", NOW)))
        .isEqualTo(ReceiptReading.signed(List.of(new DeliveryReceipt("m", Outcome.DELIVERED))));
  }

  @ParameterizedTest
  @CsvSource({"-300, true", "300, true", "-301, false", "301, false", "-1700000000, false"})
  void receiptIsValidForFiveMinutes(int seconds, boolean valid) {
    assertThat(receipts.read(signed(FAILED, NOW + seconds)).status())
        .isEqualTo(valid ? Status.SIGNED : Status.NOT_SIGNED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "-1", "99999999999999999999", "1700000000.5", " 1700000000"})
  void timeThatIsNoneIsRefused(String timestamp) {
    String signature = new RequestSignature(SECRET).of(timestamp, FAILED.getBytes(UTF_8));

    assertThat(receipts.read(request(FAILED, timestamp, signature)))
        .isEqualTo(ReceiptReading.notSigned());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"status\":\"failed\"}",
        "{\"id\":\"m\"}",
        "{\"id\":\"m\",\"status\":\"sent\"}",
        "{\"to\":\"+821012345678\",\"text\":\"123456\",\"id\":\"m\"}",
      })
  void signedBodyWithoutAReceiptIsMalformed(String body) {
    assertThat(receipts.read(signed(body, NOW))).isEqualTo(ReceiptReading.malformed());
  }

  @Test
  void missingHeadersAreRefused() {
    String signature = new RequestSignature(SECRET).of("1700000000", FAILED.getBytes(UTF_8));

    assertThat(receipts.read(request(FAILED, null, signature)).status())
        .isEqualTo(Status.NOT_SIGNED);
    assertThat(receipts.read(request(FAILED, "1700000000", null)).status())
        .isEqualTo(Status.NOT_SIGNED);
  }

  private static ReceiptRequest signed(String body, int time) {
    String timestamp = Integer.toString(time);
    return request(
        body, timestamp, new RequestSignature(SECRET).of(timestamp, body.getBytes(UTF_8)));
  }

  private static ReceiptRequest request(String body, String timestamp, String signature) {
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Phone-Identity-Timestamp", timestamp);
    headers.put("X-Phone-Identity-Signature", signature);
    return new ReceiptRequest(
        URI.create("https://example.com/realms/demo/phone-identity/receipts/http"),
        name -> Optional.ofNullable(headers.get(name)),
        Map.of(),
        body);
  }
}

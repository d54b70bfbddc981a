package io.github.phoneidentity.sms.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.DeliveryReceipt.Outcome;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptReading.Status;
import io.github.phoneidentity.sms.ReceiptRequest;
import io.github.phoneidentity.testing.TestMessage;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Status callbacks as Twilio documents and signs them. */
class TwilioReceiptsTest {

  private static final String TOKEN = "12345";
  private static final URI URL =
      URI.create("https://example.com/realms/demo/phone-identity/receipts/twilio?id=message-1");

  private final TwilioReceipts receipts =
      new TwilioReceipts(Optional.of(new TwilioSignature(TOKEN)));

  /** The example of Twilio's documentation of its libraries. */
  @Test
  void signatureIsThatOfTheVendorsExample() {
    Map<String, List<String>> form =
        form(
            "CallSid=CA1234567890ABCDE",
            "Caller=+14158675309",
            "Digits=1234",
            "From=+14158675309",
            "To=+18005551212");
    URI url = URI.create("https://mycompany.com/myapp.php?foo=1&bar=2");
    TwilioSignature signature = new TwilioSignature(TOKEN);

    assertThat(signature.of(url.toString(), form)).isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    assertThat(signature.isOf("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, form)).isTrue();
    form.put("Digits", List.of("1235"));
    assertThat(signature.isOf("RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, form)).isFalse();
    assertThat(signature.toString()).doesNotContain(TOKEN);
  }

  // printf '%s' "$text" | openssl dgst -sha1 -hmac 12345 -binary | base64
  @ParameterizedTest
  @CsvSource({
    "https://example.com/a, C+PsEarYXoxRrlt/hAC4SEmAboM=",
    "https://example.com/a, F2o1GAB5aTsrXONvi+etLe5MV8s=",
    "https://example.com:443/a, C+PsEarYXoxRrlt/hAC4SEmAboM=",
    "https://example.com:8443/a, jbuUgRluroyj3c1bNC5ckC3imfo=",
    "https://example.com:8443/a, C+PsEarYXoxRrlt/hAC4SEmAboM=",
  })
  void portMayBeLeftOff(URI url, String signature) {
    assertThat(new TwilioSignature(TOKEN).isOf(signature, url, form("A=b"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "delivered, DELIVERED",
    "read, DELIVERED",
    "failed, FAILED",
    "undelivered, FAILED",
    "queued,",
    "sent,",
    "something-new,",
  })
  void statusIsRead(String status, Outcome outcome) {
    ReceiptReading reading = read(URL, form("MessageSid=SM1", "MessageStatus=" + status));

    assertThat(reading.status()).isEqualTo(Status.SIGNED);
    assertThat(reading.receipts())
        .isEqualTo(
            outcome == null ? List.of() : List.of(new DeliveryReceipt("message-1", outcome)));
  }

  @Test
  void callbackOfATextThatIsNotOursSaysNothing() {
    URI url = URI.create("https://example.com/realms/demo/phone-identity/receipts/twilio");

    assertThat(read(url, form("MessageStatus=failed"))).isEqualTo(ReceiptReading.signed(List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"MessageSid=SM1", "MessageStatus=failed;MessageStatus=delivered"})
  void signedCallbackWithoutOneStatusIsMalformed(String fields) {
    assertThat(read(URL, form(fields.split(";")))).isEqualTo(ReceiptReading.malformed());
  }

  @Test
  void anythingElseThanTheSignatureIsRefused() {
    Map<String, List<String>> form = form("MessageStatus=failed");
    String signature = new TwilioSignature(TOKEN).of(URL.toString(), form);
    String ofAnother = new TwilioSignature("54321").of(URL.toString(), form);

    assertThat(receipts.read(request(URL, form, Optional.of(signature))).status())
        .isEqualTo(Status.SIGNED);
    for (Optional<String> wrong :
        List.of(
            Optional.<String>empty(),
            Optional.of(""),
            Optional.of(ofAnother),
            Optional.of(signature.toLowerCase(Locale.ROOT)))) {
      assertThat(receipts.read(request(URL, form, wrong))).isEqualTo(ReceiptReading.notSigned());
    }
    URI otherText = URI.create(URL.toString().replace("message-1", "message-2"));
    assertThat(receipts.read(request(otherText, form, Optional.of(signature))))
        .isEqualTo(ReceiptReading.notSigned());
  }

  @Test
  void withoutAuthTokenNothingIsAcceptedOrAskedFor() {
    TwilioReceipts unverifiable = new TwilioReceipts(Optional.empty());
    Map<String, List<String>> form = form("MessageStatus=failed");
    String signature = new TwilioSignature(TOKEN).of(URL.toString(), form);

    assertThat(unverifiable.read(request(URL, form, Optional.of(signature))))
        .isEqualTo(ReceiptReading.notSigned());
    assertThat(unverifiable.callback(TestMessage.of("text"), Optional.of(URL))).isEmpty();
  }

  private ReceiptReading read(URI url, Map<String, List<String>> form) {
    String signature = new TwilioSignature(TOKEN).of(url.toString(), form);
    return receipts.read(request(url, form, Optional.of(signature)));
  }

  private static ReceiptRequest request(
      URI url, Map<String, List<String>> form, Optional<String> signature) {
    return new ReceiptRequest(
        url, name -> name.equals("X-Twilio-Signature") ? signature : Optional.empty(), form, "");
  }

  private static Map<String, List<String>> form(String... fields) {
    Map<String, List<String>> form = new HashMap<>();
    for (String field : fields) {
      String name = field.substring(0, field.indexOf('='));
      List<String> values = new ArrayList<>(form.getOrDefault(name, List.of()));
      values.add(field.substring(field.indexOf('=') + 1));
      form.put(name, values);
    }
    return form;
  }
}

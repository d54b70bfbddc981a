package io.github.phoneidentity.sms.twilio;

import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.DeliveryReceipt.Outcome;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptRequest;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.Form;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads <a href="https://www.twilio.com/docs/messaging/guides/track-outbound-message-status">status
 * callbacks</a>. Twilio has no field for the message id, so that it stands in the query of the URL,
 * which the signature covers.
 *
 * @param signature empty without an auth token; then no callback can be verified
 */
record TwilioReceipts(Optional<TwilioSignature> signature) {

  private static final String ID = "id=";

  /** The URL of the callbacks of one text; empty if none can be verified. */
  Optional<URI> callback(SmsMessage message, Optional<URI> receiptUrl) {
    return signature.flatMap(
        key -> receiptUrl.map(url -> URI.create(url + "?" + ID + Form.encoded(message.id()))));
  }

  ReceiptReading read(ReceiptRequest request) {
    boolean isSigned =
        signature
            .flatMap(
                key ->
                    request
                        .header(TwilioSignature.HEADER)
                        .map(value -> key.isOf(value, request.url(), request.form())))
            .orElse(false);
    if (!isSigned) {
      return ReceiptReading.notSigned();
    }
    return request
        .field("MessageStatus")
        .map(status -> ReceiptReading.signed(receipts(request.url(), status)))
        .orElseGet(ReceiptReading::malformed);
  }

  private static List<DeliveryReceipt> receipts(URI url, String status) {
    return outcome(status)
        .flatMap(outcome -> messageId(url).map(id -> new DeliveryReceipt(id, outcome)))
        .stream()
        .toList();
  }

  private static Optional<Outcome> outcome(String status) {
    return switch (status) {
      case "delivered", "read" -> Optional.of(Outcome.DELIVERED);
      case "failed", "undelivered" -> Optional.of(Outcome.FAILED);
      default -> Optional.empty();
    };
  }

  private static Optional<String> messageId(URI url) {
    return Optional.ofNullable(url.getRawQuery()).stream()
        .flatMap(query -> Stream.of(query.split("&")))
        .filter(parameter -> parameter.startsWith(ID))
        .map(parameter -> parameter.substring(ID.length()))
        .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8))
        .findFirst();
  }
}

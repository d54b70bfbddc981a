package io.github.phoneidentity.sms.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.DeliveryReceipt.Outcome;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/**
 * Reads receipts that a service signs as this gateway signs its requests, with the same secret: a
 * JSON object with {@code id}, the message id, and {@code status}, {@code delivered} or {@code
 * failed}.
 *
 * @param signature empty without a secret; then no receipt can be verified
 * @param clock the time in epoch seconds
 */
record HttpReceipts(Optional<RequestSignature> signature, IntSupplier clock) {

  /** How far the time of a receipt may be from this server's. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{1,12}");
  private static final ObjectMapper JSON = new ObjectMapper();

  ReceiptReading read(ReceiptRequest request) {
    if (!isSigned(request)) {
      return ReceiptReading.notSigned();
    }
    JsonNode receipt = json(request.body());
    String id = receipt.path("id").asText("");
    Optional<Outcome> outcome = outcome(receipt.path("status").asText(""));
    return id.isEmpty() || outcome.isEmpty()
        ? ReceiptReading.malformed()
        : ReceiptReading.signed(List.of(new DeliveryReceipt(id, outcome.get())));
  }

  private boolean isSigned(ReceiptRequest request) {
    Optional<String> timestamp =
        request.header(RequestSignature.TIMESTAMP_HEADER).filter(this::isRecent);
    Optional<String> given = request.header(RequestSignature.SIGNATURE_HEADER);
    return signature.isPresent()
        && timestamp.isPresent()
        && given.isPresent()
        && signature
            .get()
            .isOf(given.get(), timestamp.get(), request.body().getBytes(StandardCharsets.UTF_8));
  }

  private boolean isRecent(String timestamp) {
    return TIMESTAMP.matcher(timestamp).matches()
        && Math.abs(clock.getAsInt() - Long.parseLong(timestamp)) <= WINDOW.toSeconds();
  }

  private static Optional<Outcome> outcome(String status) {
    return switch (status) {
      case "delivered" -> Optional.of(Outcome.DELIVERED);
      case "failed" -> Optional.of(Outcome.FAILED);
      default -> Optional.empty();
    };
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}

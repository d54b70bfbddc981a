package io.github.phoneidentity.sms.solapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.phoneidentity.sms.DeliveryReceipt;
import io.github.phoneidentity.sms.DeliveryReceipt.Outcome;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads SOLAPI's webhook of event {@code SINGLE-REPORT}: a list of messages with their status code
 * and {@code customFields}. Its header {@value #HEADER} is not a signature of the body, but shows
 * that the sender knows the webhook's secret, by its SHA-1 digest or as it is.
 *
 * @param secret empty if no webhook can be verified
 */
record SolapiReceipts(Optional<String> secret) {

  static final String HEADER = "X-Solapi-Secret";

  private static final String DELIVERED = "4000";

  /** Accepted by SOLAPI, and by the network: the text is on its way. */
  private static final Set<String> UNDER_WAY = Set.of("2000", "3000");

  /** An AlimTalk that fails is replaced by the text, which has a report of its own. */
  private static final String ALIM_TALK = "ATA";

  private static final ObjectMapper JSON = new ObjectMapper();

  ReceiptReading read(ReceiptRequest request) {
    boolean isSigned =
        secret
            .flatMap(key -> request.header(HEADER).map(value -> knows(value.strip(), key)))
            .orElse(false);
    if (!isSigned) {
      return ReceiptReading.notSigned();
    }
    JsonNode reports = json(request.body());
    return reports.isArray()
        ? ReceiptReading.signed(receipts(reports))
        : ReceiptReading.malformed();
  }

  private static boolean knows(String value, String secret) {
    boolean isDigest = isSame(value.toLowerCase(Locale.ROOT), sha1(secret));
    boolean isSecret = isSame(value, secret);
    return isDigest || isSecret;
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  private static List<DeliveryReceipt> receipts(JsonNode reports) {
    return StreamSupport.stream(reports.spliterator(), false)
        // SOLAPI's own libraries know both a plain report and one in an envelope.
        .map(report -> report.has("data") ? report.path("data") : report)
        .flatMap(report -> receipt(report).stream())
        .toList();
  }

  private static Optional<DeliveryReceipt> receipt(JsonNode report) {
    String id = report.path("customFields").path("id").asText("");
    return id.isEmpty()
        ? Optional.empty()
        : outcome(report).map(outcome -> new DeliveryReceipt(id, outcome));
  }

  private static Optional<Outcome> outcome(JsonNode report) {
    String code = report.path("statusCode").asText("");
    if (code.equals(DELIVERED)) {
      return Optional.of(Outcome.DELIVERED);
    }
    boolean isFinal = !code.isEmpty() && !UNDER_WAY.contains(code);
    return isFinal && !report.path("type").asText("").equals(ALIM_TALK)
        ? Optional.of(Outcome.FAILED)
        : Optional.empty();
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "SolapiReceipts";
  }
}

package io.github.phoneidentity.sms;

import java.util.List;
import java.util.Objects;

/**
 * What a gateway reads in a request to the URL of its receipts.
 *
 * @param status whether the request is one of the service
 * @param receipts the receipts of a signed request; none if it says nothing final of a text
 */
public record ReceiptReading(Status status, List<DeliveryReceipt> receipts) {

  /** The possible readings. */
  public enum Status {
    /** It is signed by the service. */
    SIGNED,
    /** It is not signed by the service, or the gateway has no secret to verify that. */
    NOT_SIGNED,
    /** It is signed by the service, and cannot be read. */
    MALFORMED,
    /** The gateway takes no receipts. */
    NOT_SUPPORTED
  }

  public ReceiptReading {
    Objects.requireNonNull(status, "status");
    receipts = List.copyOf(receipts);
  }

  public static ReceiptReading signed(List<DeliveryReceipt> receipts) {
    return new ReceiptReading(Status.SIGNED, receipts);
  }

  public static ReceiptReading notSigned() {
    return new ReceiptReading(Status.NOT_SIGNED, List.of());
  }

  public static ReceiptReading malformed() {
    return new ReceiptReading(Status.MALFORMED, List.of());
  }

  public static ReceiptReading notSupported() {
    return new ReceiptReading(Status.NOT_SUPPORTED, List.of());
  }
}

package io.github.phoneidentity.sms;

import io.github.phoneidentity.phone.PhoneNumber;
import java.net.URI;
import java.util.Optional;
import org.keycloak.provider.Provider;

/**
 * Hands texts over to an SMS service. The realm's policy key {@code gateways} selects
 * implementations; server options ({@code spi-sms-gateway--<id>--<option>}) configure them, so that
 * their secrets are not stored in the realm.
 *
 * <p>{@link #send}, or {@link #submit} if it is overridden, is called from several threads
 * concurrently, outside of any transaction and without a database connection. It must return within
 * {@link SmsGatewayFactory#longestSend}, must not follow redirects, and must never log the text.
 */
public interface SmsGateway extends Provider {

  /**
   * Whether the gateway can send to this number at all, for example because it has a sender for the
   * country. If not, it is passed over, which is no failure.
   */
  default boolean serves(PhoneNumber number) {
    return true;
  }

  /**
   * Hands {@code message} over to the service.
   *
   * @param message the text and its recipient
   * @return the result; never null. A {@link RuntimeException} counts as {@link
   *     SendResult#UNKNOWN}.
   */
  SendResult send(SmsMessage message);

  /**
   * The same for a gateway that lets its service report to {@link #receipts}, or that wants to be
   * notified of {@linkplain #converted conversions}.
   *
   * @param receiptUrl where the service can post receipts; empty if the realm's public URL is not
   *     known. The text must be sent without receipts as well.
   * @return the result and the id of a conversion; never null
   */
  default Submission submit(SmsMessage message, Optional<URI> receiptUrl) {
    return Submission.of(send(message));
  }

  /**
   * Tells the service that the code of a text was confirmed, at most once for each code. It is
   * called on a thread of its own, outside of any transaction, after the confirmation; a failure
   * has no consequence.
   *
   * @param conversionId the id that {@link #submit} has returned
   */
  default void converted(String conversionId) {}

  /**
   * Verifies that a request is signed by the service, in constant time, and reads the receipts in
   * it. Nothing must be written, because anybody can send such requests.
   *
   * @return the reading; never null. A {@link RuntimeException} counts as not signed.
   */
  default ReceiptReading receipts(ReceiptRequest request) {
    return ReceiptReading.notSupported();
  }

  @Override
  default void close() {}
}

package io.github.phoneidentity.sms;

import io.github.phoneidentity.phone.PhoneNumber;
import org.keycloak.provider.Provider;

/**
 * Hands texts over to an SMS service. The realm's policy key {@code gateways} selects
 * implementations; server options ({@code spi-sms-gateway--<id>--<option>}) configure them, so that
 * their secrets are not stored in the realm.
 *
 * <p>{@link #send} is called from several threads concurrently, outside of any transaction and
 * without a database connection. It must return within {@link SmsGatewayFactory#longestSend}, must
 * not follow redirects, and must never log the text.
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

  @Override
  default void close() {}
}

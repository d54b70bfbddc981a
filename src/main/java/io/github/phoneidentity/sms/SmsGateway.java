package io.github.phoneidentity.sms;

import org.keycloak.provider.Provider;

/**
 * Hands one text to an SMS service. Implementations are chosen by the realm's policy key {@code
 * gateways} and configured by server options ({@code spi-sms-gateway--<id>--<option>}), so that
 * their secrets stay out of the realm.
 *
 * <p>{@link #send} is called from several threads at once, outside of any transaction and holding
 * no database connection. It must come back within {@link SmsGatewayFactory#longestSend}, must not
 * follow redirects, and must never log the text.
 */
public interface SmsGateway extends Provider {

  /**
   * Hands {@code message} to the service.
   *
   * @return what is known of the outcome; never null. A {@link RuntimeException} counts as {@link
   *     SendResult#UNKNOWN}.
   */
  SendResult send(SmsMessage message);

  @Override
  default void close() {}
}

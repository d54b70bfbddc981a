package io.github.phoneidentity.sms;

import java.util.Objects;

/**
 * A service's final report about a text that it had accepted.
 *
 * @param messageId the {@linkplain SmsMessage#id message id}, which need not exist
 * @param outcome whether the text has arrived
 */
public record DeliveryReceipt(String messageId, Outcome outcome) {

  /** The possible outcomes. A text that is still on its way has no receipt. */
  public enum Outcome {
    DELIVERED,
    FAILED
  }

  public DeliveryReceipt {
    Objects.requireNonNull(messageId, "messageId");
    Objects.requireNonNull(outcome, "outcome");
  }
}

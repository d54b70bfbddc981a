package io.github.phoneidentity.sms;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Objects;

/**
 * One text to one recipient.
 *
 * @param id the message id: the same at every gateway that is tried for this text, so that a
 *     service can drop repeats
 * @param to the recipient
 * @param text what the recipient reads; it holds the code, and is therefore left out of {@link
 *     #toString()}
 */
public record SmsMessage(String id, PhoneNumber to, String text) {

  public SmsMessage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return "SmsMessage[id=" + id + ", to=" + to.masked() + "]";
  }
}

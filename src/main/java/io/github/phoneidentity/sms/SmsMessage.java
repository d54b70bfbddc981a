package io.github.phoneidentity.sms;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Objects;

/**
 * A text to one recipient.
 *
 * @param id the message id, which is the same for every gateway that is tried, so that a service
 *     can drop repetitions
 * @param to the recipient's number
 * @param text the text; it contains the code, and is therefore not part of {@link #toString()}
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

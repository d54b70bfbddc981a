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
 * @param context what the text is about, for gateways that choose a template or a sender by it
 */
public record SmsMessage(String id, PhoneNumber to, String text, Context context) {

  /**
   * What a text is about. A gateway that needs none of it sends the text as it is.
   *
   * @param code the code in the text; empty for a text without one
   * @param purpose what the code is for, such as {@code login}, or the kind of notice
   * @param locale the language of the text as a BCP 47 tag
   * @param realm the name of the realm
   * @param client the client id of the app for which the text is sent; empty for a notice
   */
  public record Context(String code, String purpose, String locale, String realm, String client) {

    public Context {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(purpose, "purpose");
      Objects.requireNonNull(locale, "locale");
      Objects.requireNonNull(realm, "realm");
      Objects.requireNonNull(client, "client");
    }

    /** Leaves the code out. */
    @Override
    public String toString() {
      return "Context[purpose=%s, locale=%s, realm=%s, client=%s]"
          .formatted(purpose, locale, realm, client);
    }
  }

  public SmsMessage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(context, "context");
  }

  @Override
  public String toString() {
    return "SmsMessage[id=" + id + ", to=" + to.masked() + ", context=" + context + "]";
  }
}

package io.github.phoneidentity.authentication;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Recipient;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.validation.Validation;

/** The page for a phone number or an e-mail address. */
final class ContactForm {

  static final String TEMPLATE = "phone-identity-contact.ftl";
  static final String SKIP = "skip";

  private static final int LONGEST_EMAIL = 255;

  private final ExecutionContext step;
  private final Channel channel;
  private final boolean optional;
  private final String purpose;

  ContactForm(ExecutionContext step, Channel channel, boolean optional, String purpose) {
    this.step = step;
    this.channel = channel;
    this.optional = optional;
    this.purpose = purpose;
  }

  /** The name of the field, also of its errors. */
  String field() {
    return channel == Channel.sms ? "phone" : "email";
  }

  /** Shows the page with what was typed. */
  void show(String typed) {
    show(typed, null, false);
  }

  /** Shows the page with what was typed and an error on the field. */
  void refuse(String typed, String message, Object... parameters) {
    show(typed, new FormMessage(field(), message, parameters), false);
  }

  /** Does the same as {@link #refuse}, where the user can log in with what was typed. */
  void refuseTaken(String typed, String message) {
    show(typed, new FormMessage(field(), message), true);
  }

  private void show(String typed, @Nullable FormMessage error, boolean taken) {
    var form = step.form().get();
    String region = RealmPolicy.of(step.realm()).defaultRegion();
    if (error != null) {
      form.addError(error);
    }
    step.show(
        form.setAttribute("channel", channel.name())
            .setAttribute("contact", typed)
            .setAttribute("optional", optional)
            .setAttribute("purpose", purpose)
            .setAttribute("taken", taken)
            .setAttribute("example", PhoneNumberParser.example(region).orElse(""))
            .createForm(TEMPLATE));
  }

  /** The typed recipient; empty if the page was shown again with an error. */
  Optional<Recipient> submitted() {
    String typed = step.posted(field()).orElse("").strip();
    return channel == Channel.sms ? phone(typed) : email(typed);
  }

  private Optional<Recipient> phone(String typed) {
    if (typed.isEmpty()) {
      refuse(typed, "phoneIdentity.error.phoneRequired");
      return Optional.empty();
    }
    Optional<PhoneNumber> number =
        PhoneNumberParser.parse(typed, RealmPolicy.of(step.realm()).defaultRegion());
    if (number.isEmpty()) {
      refuse(typed, "phoneIdentity.error.invalidPhone");
      return Optional.empty();
    }
    return number.map(Recipient::of);
  }

  private Optional<Recipient> email(String typed) {
    if (typed.isEmpty()) {
      refuse(typed, "phoneIdentity.error.emailRequired");
      return Optional.empty();
    }
    if (typed.length() > LONGEST_EMAIL || !Validation.isEmailValid(typed)) {
      refuse(typed, "phoneIdentity.error.invalidEmail");
      return Optional.empty();
    }
    return Optional.of(Recipient.ofEmail(typed));
  }
}

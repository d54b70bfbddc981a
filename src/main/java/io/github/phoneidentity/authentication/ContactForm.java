package io.github.phoneidentity.authentication;

import io.github.phoneidentity.phone.PhoneCountry;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.NumberRefusal;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.Recipient;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.utils.FormMessage;

/** The page for a phone number or an e-mail address. */
final class ContactForm {

  static final String TEMPLATE = "phone-identity-contact.ftl";
  static final String SKIP = "skip";

  /** The field for the ISO 3166-1 alpha-2 code of the chosen country; empty without JavaScript. */
  private static final String COUNTRY = "country";

  /** How many countries a sentence names. */
  private static final int MOST_COUNTRIES = 5;

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

  /** The code of the country that was chosen for the submitted number; empty if there is none. */
  String postedCountry() {
    return step.posted(COUNTRY).filter(PhoneNumberParser::isRegion).orElse("");
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
    VerificationPolicy policy = RealmPolicy.of(step.realm());
    String region = policy.defaultRegion();
    List<PhoneCountry> countries = channel == Channel.sms ? policy.countries() : List.of();
    if (error != null) {
      form.addError(error);
    }
    step.show(
        form.setAttribute("channel", channel.name())
            .setAttribute("contact", typed)
            .setAttribute("optional", optional)
            .setAttribute("purpose", purpose)
            .setAttribute("taken", taken)
            .setAttribute("defaultCountry", region)
            .setAttribute("country", region())
            .setAttribute("countries", countries.stream().map(ContactForm::row).toList())
            .setAttribute("example", PhoneNumberParser.example(region).orElse(""))
            .createForm(TEMPLATE));
  }

  private static String row(PhoneCountry country) {
    return "%s:%d:%s".formatted(country.region(), country.callingCode(), country.example());
  }

  /** The country in whose national format a number may be typed. */
  private String region() {
    return step.note(OfExecution.COUNTRY)
        .filter(chosen -> !chosen.isEmpty())
        .orElseGet(() -> RealmPolicy.of(step.realm()).defaultRegion());
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
    String region = region();
    Optional<PhoneNumber> number = PhoneNumberParser.parse(typed, region);
    if (number.isEmpty()) {
      refuse(typed, invalid(typed, region));
      return Optional.empty();
    }
    return number.map(Recipient::of);
  }

  private static String invalid(String typed, String region) {
    return PhoneNumberParser.wrongLength(typed, region)
        .map(
            length ->
                switch (length) {
                  case TOO_SHORT -> "phoneIdentity.error.phoneTooShort";
                  case TOO_LONG -> "phoneIdentity.error.phoneTooLong";
                })
        .orElse("phoneIdentity.error.invalidPhone");
  }

  /** Shows the page with what was typed, and why the realm sends no code to that recipient. */
  void refuseRecipient(String typed, Recipient recipient) {
    VerificationPolicy policy = RealmPolicy.of(step.realm());
    Optional<NumberRefusal> refusal =
        channel == Channel.sms ? policy.refusal(recipient.phone()) : Optional.empty();
    List<String> countries = policy.allowedCountries().stream().sorted().toList();
    if (refusal.equals(Optional.of(NumberRefusal.COUNTRY)) && countries.size() <= MOST_COUNTRIES) {
      refuse(typed, "phoneIdentity.error.phoneCountry", names(countries));
    } else if (refusal.equals(Optional.of(NumberRefusal.TYPE)) && isLandline(recipient.phone())) {
      refuse(typed, "phoneIdentity.error.phoneLandline");
    } else {
      refuse(typed, "phoneIdentity.error.phoneNotAllowed");
    }
  }

  private String names(List<String> countries) {
    Locale language = step.session().getContext().resolveLocale(step.user());
    return countries.stream()
        .map(country -> new Locale("", country).getDisplayCountry(language))
        .collect(Collectors.joining(", "));
  }

  private static boolean isLandline(PhoneNumber number) {
    return PhoneNumberParser.type(number).equals("FIXED_LINE");
  }

  private Optional<Recipient> email(String typed) {
    if (typed.isEmpty()) {
      refuse(typed, "phoneIdentity.error.emailRequired");
      return Optional.empty();
    }
    if (!Recipient.isEmail(typed)) {
      refuse(typed, "phoneIdentity.error.invalidEmail");
      return Optional.empty();
    }
    return Optional.of(Recipient.ofEmail(typed));
  }
}

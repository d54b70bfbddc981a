package io.github.phoneidentity.verification;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.Channel;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.services.validation.Validation;

/**
 * The recipient of a message, in canonical form.
 *
 * @param channel how the message is sent
 * @param address a number in E.164 format, or an e-mail address in lower case
 */
public record Recipient(Channel channel, String address) {

  private static final String NONE = "-";

  /** RFC 5321, section 4.5.3.1.3: a path of 256 octets with its brackets. */
  static final int LONGEST_EMAIL = 254;

  public Recipient {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(address, "address");
  }

  /** The recipient of texts to this number. */
  public static Recipient of(PhoneNumber number) {
    return new Recipient(Channel.sms, number.e164());
  }

  /** The recipient of e-mails to this address; Keycloak stores addresses in lower case. */
  public static Recipient ofEmail(String address) {
    return new Recipient(Channel.email, address.toLowerCase(Locale.ROOT));
  }

  /** Whether it is an e-mail address to which something can be sent. */
  public static boolean isEmail(String address) {
    return address.length() <= LONGEST_EMAIL && Validation.isEmailValid(address);
  }

  /** The recipient of a decoy, where the typed identifier is not a contact. */
  public static Recipient none(Channel channel) {
    return new Recipient(channel, NONE);
  }

  /** Whether it is {@link #none}, to which nothing can be sent. */
  public boolean isNone() {
    return address.equals(NONE);
  }

  /** The recipient as the subject of a rate limit. */
  String key() {
    return channel + ":" + address;
  }

  /** The phone number of a recipient of texts; not to be called for one of e-mails. */
  public PhoneNumber phone() {
    return new PhoneNumber(address);
  }

  /** The recipient as pages, logs and responses may show it. */
  public String masked() {
    if (isNone()) {
      return "***";
    }
    return switch (channel) {
      case sms -> phone().masked();
      case email -> address.replaceAll("(?<=^.)[^@]*(?=@)", "***");
    };
  }

  /**
   * The recipient in full, for the page of a user who has just typed it; logs and events get {@link
   * #masked}.
   *
   * @param region the ISO 3166-1 alpha-2 code of the country whose numbers are in national format;
   *     null for none
   */
  public String readable(@Nullable String region) {
    return channel == Channel.sms ? PhoneNumberParser.readable(phone(), region) : address;
  }

  @Override
  public String toString() {
    return masked();
  }
}

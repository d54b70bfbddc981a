package io.github.phoneidentity.verification;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.Channel;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a code goes, in its one canonical spelling.
 *
 * @param channel how it travels
 * @param address a number in E.164 form, or an e-mail address in lower case
 */
public record Recipient(Channel channel, String address) {

  private static final String NONE = "-";

  public Recipient {
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(address, "address");
  }

  /** The recipient of texts with this number. */
  public static Recipient of(PhoneNumber number) {
    return new Recipient(Channel.sms, number.e164());
  }

  /** The recipient of mails at this address; Keycloak stores addresses in lower case. */
  public static Recipient ofEmail(String address) {
    return new Recipient(Channel.email, address.toLowerCase(Locale.ROOT));
  }

  /** Stands in a decoy where nothing that was typed could be sent to. */
  public static Recipient none(Channel channel) {
    return new Recipient(channel, NONE);
  }

  /** Whether it is {@link #none}. */
  public boolean isNone() {
    return address.equals(NONE);
  }

  /** The recipient as the subject of a budget. */
  String key() {
    return channel + ":" + address;
  }

  /** The number of a recipient of texts. */
  public PhoneNumber phone() {
    return new PhoneNumber(address);
  }

  /** The recipient as pages, logs and answers may show it. */
  public String masked() {
    if (isNone()) {
      return "***";
    }
    return switch (channel) {
      case sms -> phone().masked();
      case email -> address.replaceAll("(?<=^.)[^@]*(?=@)", "***");
    };
  }

  @Override
  public String toString() {
    return masked();
  }
}

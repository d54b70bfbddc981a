package io.github.phoneidentity.verification;

import io.github.phoneidentity.phone.PhoneNumberParser;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * What somebody typed to name an account, in one canonical spelling. Limits that are told to the
 * caller count this and not the account that it led to, so that they are the same whether there is
 * one or not.
 *
 * @param subject what is counted; at most 255 characters
 */
public record RequestedIdentifier(String subject) {

  private static final int LONGEST_PLAIN = 128;

  public RequestedIdentifier {
    Objects.requireNonNull(subject, "subject");
  }

  /** A phone number or an e-mail address. */
  public static RequestedIdentifier of(Recipient contact) {
    return new RequestedIdentifier(shortened(contact.key()));
  }

  /**
   * Any identifier: what looks like a phone or an e-mail counts as that contact, a name in the
   * spelling by which nicknames are unique. So no other spelling of it has limits of its own.
   *
   * @param defaultRegion ISO 3166 region of numbers in national form
   */
  public static RequestedIdentifier of(String typed, String defaultRegion) {
    String name = composed(typed.strip());
    if (name.indexOf('@') >= 0) {
      return of(Recipient.ofEmail(name));
    }
    return PhoneNumberParser.parse(typed, defaultRegion)
        .map(number -> of(Recipient.of(number)))
        .orElseGet(() -> new RequestedIdentifier(shortened("name:" + folded(name))));
  }

  private static String folded(String name) {
    return composed(name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  private static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC);
  }

  /** What is long, or cannot be stored, is counted by its digest. */
  private static String shortened(String subject) {
    boolean plain = subject.length() <= LONGEST_PLAIN && subject.indexOf('\0') < 0;
    if (plain && StandardCharsets.UTF_8.newEncoder().canEncode(subject)) {
      return subject;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_16BE));
      return "digest:" + HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No SHA-256", e);
    }
  }

  /** Nothing, because it may be a number or an address. */
  @Override
  public String toString() {
    return "Asked";
  }
}

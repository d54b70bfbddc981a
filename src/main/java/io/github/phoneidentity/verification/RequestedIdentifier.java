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
 * The identifier that was typed to name an account, in canonical form. Disclosed rate limits count
 * this and not the account that it leads to, so that they are the same whether or not the account
 * exists.
 *
 * @param subject the subject of the rate limits; at most 255 characters
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
   * Any identifier. A phone number or e-mail address counts as that contact, and another name in
   * the form by which nicknames are unique, so that no other spelling has limits of its own.
   *
   * @param typed the identifier as it was typed
   * @param defaultRegion the ISO 3166-1 alpha-2 region of numbers in national format
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

  /** A subject that is long or cannot be stored is replaced by its digest. */
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

  /** Does not contain the identifier, which may be a number or an address. */
  @Override
  public String toString() {
    return "Asked";
  }
}

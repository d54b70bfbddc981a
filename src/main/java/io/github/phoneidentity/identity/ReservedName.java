package io.github.phoneidentity.identity;

import java.util.Optional;

/**
 * Names that nobody may choose: what looks like a phone or an e-mail can be a name of that phone's
 * or e-mail's owner alone.
 *
 * @param defaultRegion ISO 3166 region of numbers in national form
 */
public record ReservedName(String defaultRegion) {

  /**
   * Whether a name is reserved for a user.
   *
   * @param email the user's own, or null
   * @param phoneNumber the user's own in any spelling, or null
   */
  public boolean isFor(String typed, String email, String phoneNumber) {
    String name = typed.strip();
    return switch (IdentifierType.of(name, defaultRegion)) {
      case EMAIL -> !name.equalsIgnoreCase(email);
      case PHONE -> !number(name).equals(number(phoneNumber));
      case NAME -> false;
    };
  }

  private Optional<ClaimValue> number(String typed) {
    return ClaimValue.parse(ClaimKind.phone, typed, defaultRegion);
  }
}

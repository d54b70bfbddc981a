package io.github.phoneidentity.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rule of reserved names: a name that looks like a phone or an e-mail may only be chosen by the
 * owner of that phone or e-mail.
 *
 * @param defaultRegion ISO 3166 region of numbers in national form
 */
public record ReservedName(String defaultRegion) {

  /**
   * Whether a name is reserved, so that this user must not choose it.
   *
   * @param email the user's own e-mail, or null
   * @param phoneNumber the user's own number in any spelling, or null
   */
  public boolean isFor(String typed, @Nullable String email, @Nullable String phoneNumber) {
    String name = typed.strip();
    return switch (IdentifierType.of(name, defaultRegion)) {
      case EMAIL -> !name.equalsIgnoreCase(email);
      case PHONE -> !number(name).equals(number(phoneNumber));
      case NAME -> false;
    };
  }

  private Optional<ClaimValue> number(@Nullable String typed) {
    return ClaimValue.parse(ClaimKind.phone, typed, defaultRegion);
  }
}

package io.github.phoneidentity.phone;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A phone number in E.164 format, such as {@code +821012345678}: the canonical form that is stored,
 * compared and sent to. {@link PhoneNumberParser} parses typed numbers.
 *
 * @param e164 a plus sign and 5 to 15 digits, the first of them not zero; ITU-T E.164 sets the
 *     upper bound
 */
public record PhoneNumber(String e164) {

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{4,14}");
  private static final int SHOWN_FIRST = 3;
  private static final int SHOWN_LAST = 4;

  /**
   * @throws IllegalArgumentException if {@code e164} is null or not in E.164 format
   */
  public PhoneNumber {
    if (e164 == null || !E164.matcher(e164).matches()) {
      throw new IllegalArgumentException("Not an E.164 number");
    }
  }

  /** The number in E.164 format; empty if {@code e164} is null or not in that format. */
  public static Optional<PhoneNumber> ofE164(@Nullable String e164) {
    return e164 != null && E164.matcher(e164).matches()
        ? Optional.of(new PhoneNumber(e164))
        : Optional.empty();
  }

  /** The number as pages, events and logs may show it, such as {@code +82******5678}. */
  public String masked() {
    int hidden = Math.max(0, e164.length() - SHOWN_FIRST - SHOWN_LAST);
    return e164.substring(0, Math.min(SHOWN_FIRST, e164.length() - SHOWN_LAST))
        + "*".repeat(hidden)
        + e164.substring(e164.length() - SHOWN_LAST);
  }

  /** Returns {@link #masked()}, so that a number cannot be logged by accident. */
  @Override
  public String toString() {
    return masked();
  }
}

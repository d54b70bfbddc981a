package io.github.phoneidentity.identity;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.keycloak.common.util.Time;

/**
 * Decides, by the request origin, whether {@code phoneNumberVerified} and {@code
 * phoneNumberVerifiedAt} are accepted when a transaction has written them or the number.
 *
 * @param origin the request origin
 * @param created whether the transaction has created the user
 * @param changed whether the user acquires the number in this transaction
 * @param proven whether a code has verified this number in this transaction
 */
public record PhoneProof(RequestOrigin origin, boolean created, boolean changed, boolean proven) {

  /** The decision about the two attributes. */
  public enum Outcome {
    /** They are kept as written; any value other than exactly {@code true} is dropped. */
    AS_WRITTEN,
    /** They are restored to their values before the transaction. */
    AS_BEFORE,
    /** They are removed. */
    NONE
  }

  public Outcome outcome() {
    if (proven) {
      return Outcome.AS_WRITTEN;
    }
    if (changed) {
      return created && countsAtCreation() ? Outcome.AS_WRITTEN : Outcome.NONE;
    }
    return switch (origin) {
      case ADMINISTRATOR, IMPORT, CODE -> Outcome.AS_WRITTEN;
      case SELF_SERVICE, BROKER, DIRECTORY -> Outcome.AS_BEFORE;
    };
  }

  /** Whether these values of {@code phoneNumberVerified} mean that the number is verified. */
  public static boolean isProof(List<String> values) {
    return values.size() == 1 && UserAttributes.isTrue(values.get(0));
  }

  /**
   * Whether these values of {@code phoneNumberVerifiedAt} are one ISO-8601 instant that is not in
   * the future.
   */
  public static boolean isInstant(List<String> values) {
    if (values.size() != 1 || values.get(0) == null) {
      return false;
    }
    try {
      return !Instant.parse(values.get(0)).isAfter(Instant.ofEpochMilli(Time.currentTimeMillis()));
    } catch (DateTimeParseException none) {
      return false;
    }
  }

  private boolean countsAtCreation() {
    return switch (origin) {
      case ADMINISTRATOR, IMPORT, DIRECTORY, BROKER -> true;
      case SELF_SERVICE, CODE -> false;
    };
  }
}

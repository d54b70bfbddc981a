package io.github.phoneidentity.identity;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.keycloak.common.util.Time;

/**
 * Whose word counts that a number is verified: the one place where it is decided what becomes of
 * {@code phoneNumberVerified} and {@code phoneNumberVerifiedAt} when a transaction has written them
 * or the number.
 *
 * @param origin who writes
 * @param created whether the transaction has created the user
 * @param changed whether the user acquires the number in it
 * @param proven whether a code has proven this very number in it
 */
public record PhoneProof(RequestOrigin origin, boolean created, boolean changed, boolean proven) {

  /** What becomes of the two attributes. */
  public enum Outcome {
    /** They stay as they were written; all but exactly {@code true} is dropped. */
    AS_WRITTEN,
    /** They stay as they were before the transaction. */
    AS_BEFORE,
    /** They go. */
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

  /** Whether these values of {@code phoneNumberVerified} say that the number is verified. */
  public static boolean isProof(List<String> values) {
    return values.size() == 1 && UserAttributes.isTrue(values.get(0));
  }

  /** Whether these values of {@code phoneNumberVerifiedAt} are the instant of a proof. */
  public static boolean isInstant(List<String> values) {
    try {
      return values.size() == 1
          && !Instant.parse(values.get(0)).isAfter(Instant.ofEpochMilli(Time.currentTimeMillis()));
    } catch (DateTimeParseException | NullPointerException none) {
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

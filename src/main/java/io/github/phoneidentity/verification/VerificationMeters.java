package io.github.phoneidentity.verification;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * The Micrometer metrics of codes. No meter has a tag of a user, a number or a realm.
 *
 * <ul>
 *   <li>{@code phone.identity.codes.requested}: requested codes, by {@code purpose}, {@code
 *       channel} and {@code outcome}
 *   <li>{@code phone.identity.codes.confirmed}: typed codes, by {@code purpose} and {@code outcome}
 * </ul>
 */
final class VerificationMeters {

  private static final String PURPOSE = "purpose";
  private static final String OUTCOME = "outcome";

  private final MeterRegistry registry;

  VerificationMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  IssueResult issued(Purpose purpose, Recipient recipient, IssueResult result) {
    registry
        .counter(
            "phone.identity.codes.requested",
            PURPOSE,
            purpose.id(),
            "channel",
            recipient.channel().name(),
            OUTCOME,
            label(result.outcome()))
        .increment();
    return result;
  }

  VerificationResult verified(Purpose purpose, VerificationResult result) {
    registry
        .counter(
            "phone.identity.codes.confirmed",
            PURPOSE,
            purpose.id(),
            OUTCOME,
            label(result.outcome()))
        .increment();
    return result;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

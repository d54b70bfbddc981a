package io.github.phoneidentity.verification;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** The Micrometer metrics of codes. No meter has a tag of a user, a number or a realm. */
final class VerificationMeters {

  private static final String PURPOSE = "purpose";
  private static final String OUTCOME = "outcome";

  private final MeterRegistry registry;

  VerificationMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void issued(Purpose purpose, Recipient recipient, IssueResult result) {
    Counter.builder("phone.identity.codes.requested")
        .description("Requested codes, resends included")
        .tag(PURPOSE, purpose.id())
        .tag("channel", recipient.channel().name())
        .tag(OUTCOME, label(result.outcome()))
        .register(registry)
        .increment();
  }

  void verified(Purpose purpose, VerificationResult result) {
    Counter.builder("phone.identity.codes.confirmed")
        .description("Typed codes; many mismatches suggest an attack")
        .tag(PURPOSE, purpose.id())
        .tag(OUTCOME, label(result.outcome()))
        .register(registry)
        .increment();
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

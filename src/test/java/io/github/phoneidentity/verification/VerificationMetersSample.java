package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.Channel;
import io.micrometer.core.instrument.MeterRegistry;

/** Records each metric of codes. */
public final class VerificationMetersSample {

  private VerificationMetersSample() {}

  public static void record(MeterRegistry registry) {
    VerificationMeters meters = new VerificationMeters(registry);
    meters.issued(Purpose.LOGIN, Recipient.none(Channel.sms), IssueResult.gone());
    meters.verified(Purpose.LOGIN, VerificationResult.gone());
  }
}

package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;

/** How long only its former owner can claim a released value. */
final class Quarantine {

  private Quarantine() {}

  /**
   * Only numbers have a quarantine, which the realm's policy sets, because operators reassign them.
   */
  static Duration of(ClaimKind kind, VerificationPolicy policy) {
    return switch (kind) {
      case phone -> policy.releasedNumberQuarantine();
      case nickname -> Duration.ZERO;
    };
  }
}

package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;

/** How long a released value is held back from everybody but its former owner. */
final class Quarantine {

  private Quarantine() {}

  /** Only numbers are held back, as long as the realm says: operators hand them to new people. */
  static Duration of(ClaimKind kind, VerificationPolicy policy) {
    return switch (kind) {
      case phone -> policy.releasedNumberQuarantine();
      case nickname -> Duration.ZERO;
    };
  }
}

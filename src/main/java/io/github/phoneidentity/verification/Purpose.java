package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;

/** What a verification code is for. A code or proof is not valid for another purpose. */
public enum Purpose {
  REGISTRATION("registration", true, true),
  LOGIN("login", true, false),
  SECOND_FACTOR("second-factor", false, true),
  PASSWORD_RESET("password-reset", true, false),
  VERIFY("verify", false, true),
  UPDATE("update", false, true);

  private final String id;
  private final boolean isPublic;
  private final boolean revealsDelivery;

  Purpose(String id, boolean isPublic, boolean revealsDelivery) {
    this.id = id;
    this.isPublic = isPublic;
    this.revealsDelivery = revealsDelivery;
  }

  /** The name in the database, in messages and in the REST API. */
  public String id() {
    return id;
  }

  /**
   * Whether such a code can be requested without authentication. It then consumes the public rate
   * limits of the recipient, otherwise those of the user.
   */
  public boolean isPublic() {
    return isPublic;
  }

  /**
   * Whether the outcome of the delivery may be disclosed; false where it would allow user
   * enumeration.
   */
  public boolean revealsDelivery() {
    return revealsDelivery;
  }

  /**
   * How long a proof can be consumed. A proof for a password reset lives no longer than a code:
   * with it the id of the challenge is all that a client needs to reset the password, and proxies
   * log ids.
   */
  Duration proofLifespan(VerificationPolicy policy) {
    boolean shorter =
        this == PASSWORD_RESET && policy.codeLifespan().compareTo(policy.proofLifespan()) < 0;
    return shorter ? policy.codeLifespan() : policy.proofLifespan();
  }

  /**
   * Whether the client names an account that may not exist. Its existence must not be disclosed
   * then, and a request without a user gets a decoy.
   */
  public boolean asksAboutAccount() {
    return !revealsDelivery;
  }
}

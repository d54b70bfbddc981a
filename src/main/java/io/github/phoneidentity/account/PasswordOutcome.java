package io.github.phoneidentity.account;

import java.util.List;
import org.keycloak.models.UserModel;

/** The outcome of a password change by a proof. */
public sealed interface PasswordOutcome {

  /** The password is changed once the transaction is committed. */
  record Changed(UserModel user) implements PasswordOutcome {}

  /** The realm does not allow the reset, or not by this proof. */
  record NotAllowed() implements PasswordOutcome {}

  /**
   * The user has a second factor by SMS, so that a proof by e-mail is needed beside the one by SMS.
   *
   * @param hasEmail whether the user has an e-mail address that can be verified; otherwise only an
   *     administrator can reset the password
   */
  record EmailNeeded(boolean hasEmail) implements PasswordOutcome {}

  /** The proof is unknown, has expired, was consumed, or its contact is no longer the user's. */
  record ProofGone() implements PasswordOutcome {}

  /** The password violates the realm's policy. */
  record Invalid(List<FieldError> errors) implements PasswordOutcome {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }
}

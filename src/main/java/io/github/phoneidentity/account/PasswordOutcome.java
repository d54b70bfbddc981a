package io.github.phoneidentity.account;

import java.util.List;
import org.keycloak.models.UserModel;

/** What became of a password that was to be changed by a proof. */
public sealed interface PasswordOutcome {

  /** It is changed, once the transaction is committed. */
  record Changed(UserModel user) implements PasswordOutcome {}

  /** The realm does not allow it, or not by this proof. */
  record NotAllowed() implements PasswordOutcome {}

  /**
   * SMS is a second factor of the user, so that a proof by e-mail is needed beside the one by SMS.
   *
   * @param hasEmail whether there is an address that can be proven; an administrator has to help
   *     otherwise
   */
  record EmailNeeded(boolean hasEmail) implements PasswordOutcome {}

  /** The proof is unknown, has expired, was spent, or its contact is no longer the user's. */
  record ProofGone() implements PasswordOutcome {}

  /** The password breaks rules of the realm. */
  record Invalid(List<FieldError> errors) implements PasswordOutcome {}
}

package io.github.phoneidentity.account;

import java.util.List;
import org.keycloak.models.UserModel;

/** What became of a password that was to be changed by a proof. */
public sealed interface PasswordOutcome {

  /** It is changed, once the transaction is committed. */
  record Changed(UserModel user) implements PasswordOutcome {}

  /** The realm does not allow it, or the text alone would be all that protects the account. */
  record NotAllowed() implements PasswordOutcome {}

  /** The proof is unknown, has expired, was spent, or its contact is no longer the user's. */
  record ProofGone() implements PasswordOutcome {}

  /** The password breaks rules of the realm. */
  record Invalid(List<FieldError> errors) implements PasswordOutcome {}
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.Channel;
import java.util.List;
import org.keycloak.models.UserModel;

/** What became of a registration. */
public sealed interface RegistrationOutcome {

  /** The user exists, once the transaction is committed. */
  record Registered(UserModel user) implements RegistrationOutcome {}

  /** The proofs of this request have made this user before. */
  record Repeated(String userId) implements RegistrationOutcome {}

  /** The realm lets nobody register, or not in this way. */
  record NotAllowed() implements RegistrationOutcome {}

  /** A proof that the realm requires was not given. */
  record ProofMissing(Channel channel) implements RegistrationOutcome {}

  /** A proof is unknown, has expired or was spent. */
  record ProofGone() implements RegistrationOutcome {}

  /** The realm's user profile has no such attribute, or a user may not write it. */
  record UnknownAttribute(String name) implements RegistrationOutcome {}

  /** The fields break rules of the realm. */
  record Invalid(List<FieldError> errors) implements RegistrationOutcome {}

  /**
   * Somebody else has it.
   *
   * @param field {@code username}, {@code email}, {@code nickname} or {@code phone}
   * @param ownerUnproven whether the phone's owner has never proven it
   */
  record Taken(String field, boolean ownerUnproven) implements RegistrationOutcome {}
}

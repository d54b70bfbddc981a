package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Why a user who has proven a number cannot have it. */
public enum PhoneConflict {
  /** Another user has it. */
  IN_USE("phone_in_use"),
  /** Another user has it and has never proven it: an administrator has to decide whose it is. */
  UNPROVEN_IN_USE("unproven_phone_in_use"),
  /** No user has it, but it was freed so recently that it is still in quarantine. */
  RESERVED("phone_reserved");

  private final String error;

  PhoneConflict(String error) {
    this.error = error;
  }

  /** The error of the event about it, in the words of Keycloak's {@code email_in_use}. */
  public String error() {
    return error;
  }

  /**
   * The conflict, if there is one now; who wins a race is decided by the ledger.
   *
   * @param forUserId who would have the number; null for a user who does not exist yet
   */
  static Optional<PhoneConflict> of(
      KeycloakSession session, RealmModel realm, PhoneNumber number, String forUserId) {
    ClaimLedger ledger = ClaimLedger.of(session);
    if (ledger.isFree(realm, ClaimKind.phone, number.e164(), forUserId)) {
      return Optional.empty();
    }
    return ledger
        .find(realm, ClaimKind.phone, number.e164())
        .map(claim -> session.users().getUserById(realm, claim.userId()))
        .map(owner -> ProvenNumber.isProven(owner) ? IN_USE : UNPROVEN_IN_USE)
        .or(() -> Optional.of(RESERVED));
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Why a proven number cannot be assigned to a user. */
public enum PhoneConflict {
  /** Another user owns the number. */
  IN_USE("phone_in_use"),
  /** Another user owns the number without having proven it: an administrator has to decide. */
  UNPROVEN_IN_USE("unproven_phone_in_use"),
  /** No user owns the number, but it was released so recently that it is in quarantine. */
  RESERVED("phone_reserved");

  private final String error;

  PhoneConflict(String error) {
    this.error = error;
  }

  /** The error of the event, named like Keycloak's {@code email_in_use}. */
  public String error() {
    return error;
  }

  /**
   * The conflict, if there is one now; the claim table decides between parallel requests.
   *
   * @param forUserId the id of the user who would own the number; null for one who does not exist
   *     yet
   */
  static Optional<PhoneConflict> of(
      KeycloakSession session, RealmModel realm, PhoneNumber number, @Nullable String forUserId) {
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

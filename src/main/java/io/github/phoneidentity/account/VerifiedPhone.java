package io.github.phoneidentity.account;

import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.identity.StoredPhoneNumber;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The only place that assigns a proven number to a user, in the transaction of the session. */
final class VerifiedPhone {

  private final KeycloakSession session;
  private final RealmModel realm;

  VerifiedPhone(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
  }

  /**
   * Consumes the proof, makes the second factor follow, stores the number with its proof and claims
   * it. If another user claimed it first the transaction is rolled back.
   *
   * @param binding the binding of the proof
   */
  PhoneAssignment assign(UserModel user, Binding binding, Challenge proof) {
    PhoneNumber number = proof.recipient().phone();
    boolean unchanged =
        StoredPhoneNumber.of(realm, user)
            .filter(stored -> stored.number().equals(number))
            .isPresent();
    if (!unchanged && DirectoryRefusal.ofChange(session, realm, user).isPresent()) {
      return PhoneAssignment.MANAGED;
    }
    if (!new Proofs(session, realm, binding).spend(proof, user.getId())) {
      return PhoneAssignment.PROOF_GONE;
    }
    Optional<PhoneConflict> conflict = PhoneConflict.of(session, realm, number, user.getId());
    if (conflict.isPresent()) {
      return PhoneAssignment.of(conflict.get());
    }
    new SmsOtpCredentials(session, realm, user).follow(number);
    ProvenNumber.store(session, user, number);
    if (ClaimLedger.of(session).claimNow(user).containsKey(ClaimKind.phone)) {
      session.getTransactionManager().setRollbackOnly();
      return PhoneAssignment.of(
          PhoneConflict.of(session, realm, number, user.getId()).orElse(PhoneConflict.IN_USE));
    }
    return PhoneAssignment.ASSIGNED;
  }
}

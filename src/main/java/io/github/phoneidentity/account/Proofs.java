package io.github.phoneidentity.account;

import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The proofs of one binding. */
public final class Proofs {

  private final VerificationCodes codes;
  private final RealmModel realm;
  private final Binding binding;

  public Proofs(KeycloakSession session, RealmModel realm, Binding binding) {
    this.codes = session.getProvider(VerificationCodes.class);
    this.realm = realm;
    this.binding = binding;
  }

  /** The proof of that id, if it can still be consumed for {@code purpose}. */
  Optional<Challenge> find(Purpose purpose, String id) {
    return codes
        .find(realm, binding, id)
        .filter(proof -> proof.isProof() && proof.purpose() == purpose);
  }

  /**
   * Consumes a proof within the caller's transaction; false if it has just been consumed, or is
   * another user's.
   */
  public boolean spend(Challenge proof, String userId) {
    return (proof.userId() == null || proof.userId().equals(userId))
        && codes.spend(realm, binding, proof.id(), userId);
  }
}

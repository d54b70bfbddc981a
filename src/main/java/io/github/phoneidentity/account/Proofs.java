package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The proofs that one caller can spend. */
final class Proofs {

  private final VerificationCodes codes;
  private final RealmModel realm;
  private final Binding binding;

  Proofs(KeycloakSession session, RealmModel realm, Binding binding) {
    this.codes = session.getProvider(VerificationCodes.class);
    this.realm = realm;
    this.binding = binding;
  }

  /** A proof that can still be spent for {@code purpose}. */
  Optional<Challenge> find(Purpose purpose, String id) {
    return codes
        .find(realm, binding, id)
        .filter(proof -> proof.isProof() && proof.purpose() == purpose);
  }

  /** All of the registration's proofs, each of its channel; empty if one of them is none. */
  Optional<Map<Channel, Challenge>> ofRegistration(Map<Channel, String> ids) {
    Map<Channel, Challenge> proofs = new EnumMap<>(Channel.class);
    ids.forEach(
        (channel, id) ->
            find(Purpose.REGISTRATION, id)
                .filter(proof -> proof.recipient().channel() == channel)
                .ifPresent(proof -> proofs.put(channel, proof)));
    return proofs.keySet().equals(ids.keySet()) ? Optional.of(proofs) : Optional.empty();
  }

  /** The id of the one user on whom all of these were spent. */
  Optional<String> spentOn(Map<Channel, String> ids) {
    var users =
        ids.values().stream().map(id -> codes.spentOn(realm, binding, id)).distinct().toList();
    return users.size() == 1 ? users.get(0) : Optional.empty();
  }

  /** Spends a proof within the caller's transaction; false if somebody else just did. */
  boolean spend(Challenge proof, String userId) {
    return codes.spend(realm, binding, proof.id(), userId);
  }
}

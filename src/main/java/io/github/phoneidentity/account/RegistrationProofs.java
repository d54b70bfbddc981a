package io.github.phoneidentity.account;

import io.github.phoneidentity.account.RegistrationOutcome.Invalid;
import io.github.phoneidentity.account.RegistrationOutcome.NotAllowed;
import io.github.phoneidentity.account.RegistrationOutcome.ProofGone;
import io.github.phoneidentity.account.RegistrationOutcome.Taken;
import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.TakenAnswer;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The proofs that one registration consumes. */
final class RegistrationProofs {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final List<GivenProof> given;

  RegistrationProofs(KeycloakSession session, List<GivenProof> given) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.given = given;
  }

  /** The proofs by channel; empty if one of them is not valid. */
  Optional<Map<Channel, Challenge>> present() {
    Map<Channel, Challenge> proofs = new EnumMap<>(Channel.class);
    for (GivenProof one : given) {
      Optional<Challenge> proof = find(one);
      if (proof.isEmpty()) {
        return Optional.empty();
      }
      proofs.put(one.channel(), proof.get());
    }
    return Optional.of(proofs);
  }

  private Optional<Challenge> find(GivenProof one) {
    return new Proofs(session, realm, one.binding())
        .find(Purpose.REGISTRATION, one.id())
        .filter(proof -> proof.recipient().channel() == one.channel());
  }

  /** The id of the one user for whom all proofs were consumed; empty for no user. */
  Optional<String> spentOn() {
    VerificationCodes codes = session.getProvider(VerificationCodes.class);
    var users =
        given.stream()
            .map(one -> codes.spentOn(realm, one.binding(), one.id()))
            .distinct()
            .toList();
    return users.size() == 1 ? users.get(0) : Optional.empty();
  }

  /**
   * Consumes the proofs for a new user, assigns the proven contacts, and claims the user's
   * identifiers.
   *
   * @return why it failed, and the caller must roll back; empty if it was done
   */
  Optional<RegistrationOutcome> assignTo(UserModel user) {
    for (GivenProof one : given) {
      Optional<Challenge> proof = find(one);
      if (proof.isEmpty()) {
        return Optional.of(new ProofGone());
      }
      Optional<RegistrationOutcome> failure =
          switch (one.channel()) {
            case sms -> assignNumber(user, one.binding(), proof.get());
            case email -> assignEmail(user, one.binding(), proof.get());
          };
      if (failure.isPresent()) {
        return failure;
      }
    }
    return ClaimLedger.of(session).claimNow(user).entrySet().stream()
        .findFirst()
        .map(conflict -> notOwned(conflict.getKey(), conflict.getValue()));
  }

  private static RegistrationOutcome notOwned(ClaimKind kind, Availability why) {
    String error =
        switch (kind) {
          case phone -> "phoneIdentity.error.invalidPhone";
          case nickname -> "phoneIdentity.error.nicknameInvalid";
        };
    return why == Availability.INVALID
        ? new Invalid(List.of(FieldError.of(kind.attribute(), error)))
        : new Taken(kind.name(), null);
  }

  private Optional<RegistrationOutcome> assignNumber(
      UserModel user, Binding binding, Challenge proof) {
    PhoneAssignment result = new VerifiedPhone(session).assign(user, binding, proof);
    return switch (result) {
      case ASSIGNED -> Optional.empty();
      case PROOF_GONE -> Optional.of(new ProofGone());
      case MANAGED -> Optional.of(new NotAllowed());
      case IN_USE, UNPROVEN_IN_USE, RESERVED -> result.conflict().map(Taken::phone);
    };
  }

  private Optional<RegistrationOutcome> assignEmail(
      UserModel user, Binding binding, Challenge proof) {
    if (!new Proofs(session, realm, binding).spend(proof, user.getId())) {
      return Optional.of(new ProofGone());
    }
    Recipient proven = proof.recipient();
    if (!proven.equals(Recipient.ofEmail(String.valueOf(user.getEmail())))) {
      user.setEmail(proven.address());
    }
    user.setEmailVerified(true);
    return Optional.empty();
  }

  /**
   * Counts an answer {@code taken}; it must be called before any such answer.
   *
   * @param origin the client whose rate limit is consumed: a client address or a confidential
   *     client
   * @return the outcome to use instead; empty if the value may be disclosed as taken
   */
  Optional<RegistrationOutcome> countTaken(String origin) {
    SortedMap<String, Binding> proofs = new TreeMap<>();
    given.forEach(one -> proofs.put(one.id(), one.binding()));
    TakenAnswer answer =
        session.getProvider(VerificationCodes.class).countTaken(realm, proofs, origin);
    return switch (answer.outcome()) {
      case DISCLOSE -> Optional.empty();
      case LIMITED -> Optional.of(new RegistrationOutcome.Limited(answer.retryAfter()));
      case REVOKED -> Optional.of(new ProofGone());
    };
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.StoredPhoneNumber;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A user proves the number that an administrator, an import or a broker has put on file, or whose
 * proof has grown too old; without a number on file that the user could have, another one.
 */
public final class PhoneVerification {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final UserModel user;

  public PhoneVerification(KeycloakSession session, UserModel user) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.user = user;
  }

  /**
   * Brings the number up to date with what a directory or a broker says of it, and drops a proof
   * that is not of that number. To be called before the number is looked at.
   */
  public void reconcile() {
    FederatedUser federated = new FederatedUser(session, realm, user);
    if (federated.isFederated()) {
      reconcile(federated);
    } else if (RequestOrigin.of(session) == RequestOrigin.BROKER) {
      ClaimLedger.of(session).settleImport(user);
    }
  }

  private void reconcile(FederatedUser federated) {
    ClaimLedger ledger = ClaimLedger.of(session);
    if (federated.isAlwaysRead(UserAttributes.PHONE_NUMBER)) {
      UserModel copy = federated.copy();
      if (!number(copy).equals(number(user))) {
        ledger.markImported(user.getId());
        copy.setAttribute(
            UserAttributes.PHONE_NUMBER,
            user.getAttributeStream(UserAttributes.PHONE_NUMBER).toList());
      }
    }
    ledger.settleImport(user);
    if (ProvenNumber.isProven(user)
        && StoredPhoneNumber.of(realm, user).filter(StoredPhoneNumber::proven).isEmpty()) {
      UserAttributes.PROOF.forEach(federated.copy()::removeAttribute);
    }
  }

  /** Why nothing can be proven for the user; empty if something can. */
  public Optional<DirectoryRefusal> refusal() {
    return DirectoryRefusal.ofUser(user)
        .or(
            () ->
                provable().isPresent()
                    ? Optional.empty()
                    : DirectoryRefusal.ofChange(session, realm, user));
  }

  /**
   * Whether the user could never do what is asked for: prove a number of a directory that gets no
   * codes. It stays unproven, and keeps nobody out, unless tokens show it whoever owns it.
   */
  public boolean isBeyondTheUser() {
    FederatedUser federated = new FederatedUser(session, realm, user);
    return federated.isFederated()
        && refusal().isPresent()
        && !federated.isAlwaysRead(UserAttributes.PHONE_NUMBER);
  }

  /** Whether anything stands in the place of the number, valid or not. */
  public boolean hasValue() {
    return user.getFirstAttribute(UserAttributes.PHONE_NUMBER) != null;
  }

  /** Whether the number on file needs no proof, as old as the realm lets one become. */
  public boolean isDone() {
    return onFile().isPresent() && isProven();
  }

  /** Whether a proof stands beside what is on file, no older than the realm wants it. */
  public boolean isProven() {
    Duration maxAge = RealmPolicy.of(realm).proofMaxAge();
    return ProvenNumber.isProven(user)
        && !isBrokersWord()
        && (maxAge.isZero()
            || provenAt().plus(maxAge).isAfter(Instant.ofEpochMilli(Time.currentTimeMillis())));
  }

  /**
   * Whether the proof is only what an identity provider says in this very request of a number that
   * was on file before without one: it is dropped when the request commits.
   */
  private boolean isBrokersWord() {
    ClaimLedger ledger = ClaimLedger.of(session);
    String id = user.getId();
    return RequestOrigin.of(session) == RequestOrigin.BROKER
        && ledger.before(id, UserAttributes.PHONE_NUMBER).stream()
            .anyMatch(former -> former.equals(user.getFirstAttribute(UserAttributes.PHONE_NUMBER)))
        && ledger.before(id, UserAttributes.PHONE_NUMBER_VERIFIED).isEmpty();
  }

  /** A proof without a date is taken for an old one. */
  private Instant provenAt() {
    return ProvenNumber.provenAt(user).orElse(Instant.EPOCH);
  }

  /**
   * The number on file that is to be proven; empty if another user's stands there, one of a kind
   * that gets no codes, or none.
   */
  public Optional<Recipient> provable() {
    return onFile()
        .filter(found -> RealmPolicy.of(realm).allows(found.phone()))
        .filter(found -> PhoneConflict.of(session, realm, found.phone(), user.getId()).isEmpty());
  }

  private Optional<PhoneNumber> number(UserModel model) {
    return StoredPhoneNumber.of(realm, model).map(StoredPhoneNumber::number);
  }

  private Optional<Recipient> onFile() {
    return StoredPhoneNumber.of(realm, user).map(file -> Recipient.of(file.number()));
  }

  /**
   * Takes the proof, unless another number was put on file meanwhile. A number that takes the place
   * of one which the user could not have is a change, of which the user is told.
   */
  public PhoneAssignment prove(Binding binding, Challenge proof) {
    Optional<Recipient> meant = provable();
    if (meant.isEmpty()) {
      return new PhoneChange(session, user).make(binding, proof);
    }
    return meant.get().equals(proof.recipient())
        ? new VerifiedPhone(session).assign(user, binding, proof)
        : PhoneAssignment.PROOF_GONE;
  }
}

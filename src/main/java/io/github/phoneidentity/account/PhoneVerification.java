package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.StoredPhoneNumber;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
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
 * Verifies the phone number of a user that an administrator, an import or a broker has written, or
 * whose proof is too old. If there is no number that the user could own, it verifies another one.
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
   * Reconciles the number with the one from a directory or a broker, and removes a proof of another
   * number. It must be called before the number is read.
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

  /** Why no number can be verified for the user; empty if one can. */
  public Optional<DirectoryRefusal> refusal() {
    return DirectoryRefusal.ofUser(user)
        .or(
            () ->
                provable().isPresent()
                    ? Optional.empty()
                    : DirectoryRefusal.ofChange(session, realm, user));
  }

  /**
   * Whether the user cannot verify the number because it comes from a directory and receives no
   * codes. The number stays unverified and does not block the login, unless tokens would show it
   * regardless of its owner.
   */
  public boolean isBeyondTheUser() {
    FederatedUser federated = new FederatedUser(session, realm, user);
    return federated.isFederated()
        && refusal().isPresent()
        && !federated.isAlwaysRead(UserAttributes.PHONE_NUMBER);
  }

  /** Whether the attribute of the number has a value, valid or not. */
  public boolean hasValue() {
    return user.getFirstAttribute(UserAttributes.PHONE_NUMBER) != null;
  }

  /** Whether there is a valid number with a proof that is not too old. */
  public boolean isDone() {
    return storedRecipient().isPresent() && isProven();
  }

  /** Whether there is a proof that is not older than the realm's policy allows. */
  public boolean isProven() {
    Duration maxAge = RealmPolicy.of(realm).proofMaxAge();
    return ProvenNumber.isProven(user)
        && !isAssertedByBroker()
        && (maxAge.isZero()
            || provenAt().plus(maxAge).isAfter(Instant.ofEpochMilli(Time.currentTimeMillis())));
  }

  /**
   * Whether an identity provider has asserted the proof in this request, for a number that the user
   * already had unverified: such a proof is removed before the commit.
   */
  private boolean isAssertedByBroker() {
    ClaimLedger ledger = ClaimLedger.of(session);
    String id = user.getId();
    return RequestOrigin.of(session) == RequestOrigin.BROKER
        && ledger.before(id, UserAttributes.PHONE_NUMBER).stream()
            .anyMatch(former -> former.equals(user.getFirstAttribute(UserAttributes.PHONE_NUMBER)))
        && ledger.before(id, UserAttributes.PHONE_NUMBER_VERIFIED).isEmpty();
  }

  /** When the number was proven; a proof without a date counts as too old. */
  private Instant provenAt() {
    return ProvenNumber.provenAt(user).orElse(Instant.EPOCH);
  }

  /**
   * The user's number that can be verified; empty if there is none, if it cannot receive codes, or
   * if another user owns it.
   */
  public Optional<Recipient> provable() {
    return storedRecipient()
        .filter(found -> RealmPolicy.of(realm).allows(found.phone()))
        .filter(found -> PhoneConflict.of(session, realm, found.phone(), user.getId()).isEmpty());
  }

  /**
   * The user's number, unless another one may be verified instead of it: the one that can be
   * verified, or one that was proven and receives no codes any more. A person who knows only the
   * password must not replace what the user has proven.
   */
  public Optional<Recipient> onFile() {
    return provable()
        .or(
            () ->
                PhoneNumberParser.parseE164(user.getFirstAttribute(UserAttributes.PHONE_NUMBER))
                    .filter(number -> ProvenNumber.isProven(user))
                    .filter(number -> !RealmPolicy.of(realm).allows(number))
                    .map(Recipient::of));
  }

  private Optional<PhoneNumber> number(UserModel model) {
    return StoredPhoneNumber.of(realm, model).map(StoredPhoneNumber::number);
  }

  private Optional<Recipient> storedRecipient() {
    return StoredPhoneNumber.of(realm, user).map(stored -> Recipient.of(stored.number()));
  }

  /**
   * Consumes the proof, unless the user's number has changed meanwhile. A number that replaces one
   * which the user could not own is a change, about which the user is notified.
   */
  public PhoneAssignment prove(Binding binding, Challenge proof) {
    Optional<Recipient> expected = provable();
    if (expected.isEmpty()) {
      return new PhoneChange(session, user).make(binding, proof);
    }
    return expected.get().equals(proof.recipient())
        ? new VerifiedPhone(session).assign(user, binding, proof)
        : PhoneAssignment.PROOF_GONE;
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.identity.StoredPhoneNumber;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.SecurityNotice;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Adds and removes second factors by SMS, and notifies the user's other contacts. */
public final class SmsOtpEnrolment {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final UserModel user;

  public SmsOtpEnrolment(KeycloakSession session, RealmModel realm, UserModel user) {
    this.session = session;
    this.realm = realm;
    this.user = user;
  }

  /**
   * The number to suggest for enrolment: the user's proven phone number; empty if there is none.
   */
  public Optional<PhoneNumber> suggestion() {
    return StoredPhoneNumber.of(realm, user)
        .filter(StoredPhoneNumber::proven)
        .map(StoredPhoneNumber::number);
  }

  /**
   * Enrols the number of a proof, even if another user owns it, because a factor does not claim its
   * number.
   *
   * @return the factor, which may have existed before; empty if the proof has expired or was
   *     consumed
   */
  public Optional<SmsOtpCredentialModel> enrol(Binding binding, Challenge proof) {
    if (!new Proofs(session, realm, binding).spend(proof, user.getId())) {
      return Optional.empty();
    }
    PhoneNumber number = proof.recipient().phone();
    SmsOtpCredentials credentials = new SmsOtpCredentials(session, realm, user);
    Optional<SmsOtpCredentialModel> known = credentials.with(number);
    SmsOtpCredentialModel factor = known.orElseGet(() -> credentials.enrol(number));
    credentials.proven(factor, number);
    if (known.isEmpty()) {
      notifyContacts(SecurityNotice.FACTOR_ADDED, number.masked(), Optional.of(number));
    }
    return Optional.of(factor);
  }

  /**
   * Notifies the user that a factor was removed.
   *
   * @param label the user's label of the factor
   */
  public void removed(String label) {
    notifyContacts(SecurityNotice.FACTOR_REMOVED, label, Optional.empty());
  }

  /** Notifies the contacts, except for the number of the factor itself. */
  private void notifyContacts(SecurityNotice notice, String detail, Optional<PhoneNumber> except) {
    new UserNotices(session, realm, user)
        .send(
            notice,
            detail,
            StoredPhoneNumber.of(realm, user)
                .filter(stored -> !Optional.of(stored.number()).equals(except)));
  }
}

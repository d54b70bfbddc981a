package io.github.phoneidentity.account;

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

/**
 * Changes a user's phone number to another one that the user has proven. The second factor by SMS
 * follows it, and the former contacts are notified.
 */
public final class PhoneChange {

  private final KeycloakSession session;
  private final UserModel user;
  private final Optional<StoredPhoneNumber> before;
  private final boolean factorFollows;

  /** Reads the phone number that the user has before the change. */
  public PhoneChange(KeycloakSession session, UserModel user) {
    RealmModel realm = session.getContext().getRealm();
    this.session = session;
    this.user = user;
    this.before = StoredPhoneNumber.of(realm, user);
    this.factorFollows = new SmsOtpCredentials(session, realm, user).followNumberOnFile();
  }

  /** The phone number before the change; empty if there was none. */
  public Optional<PhoneNumber> before() {
    return before.map(StoredPhoneNumber::number);
  }

  /** Consumes the proof and makes the change. */
  public PhoneAssignment make(Binding binding, Challenge proof) {
    PhoneAssignment result = new VerifiedPhone(session).assign(user, binding, proof);
    PhoneNumber after = proof.recipient().phone();
    if (result == PhoneAssignment.ASSIGNED && !before().equals(Optional.of(after))) {
      new UserNotices(session, session.getContext().getRealm(), user)
          .send(
              factorFollows
                  ? SecurityNotice.PHONE_AND_FACTOR_CHANGED
                  : SecurityNotice.PHONE_CHANGED,
              after.masked(),
              before);
    }
    return result;
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.NumberOnFile;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What a user is told after a reset of the password, on the other contact: whoever has the one that
 * proved it may not be the user.
 */
public final class ResetNotice {

  private final KeycloakSession session;
  private final RealmModel realm;

  public ResetNotice(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /**
   * Tells it after the commit of the session's transaction; nothing where there is no other
   * contact.
   *
   * @param proven the contact that proved the reset
   */
  public void tell(UserModel user, Recipient proven) {
    other(user, proven)
        .ifPresent(
            contact ->
                session
                    .getProvider(VerificationCodes.class)
                    .notices()
                    .tell(
                        realm,
                        contact,
                        SecurityNotice.PASSWORD_RESET,
                        proven.masked(),
                        session.getContext().resolveLocale(user)));
  }

  private Optional<Recipient> other(UserModel user, Recipient proven) {
    return switch (proven.channel()) {
      case sms -> Optional.ofNullable(user.getEmail()).map(Recipient::ofEmail);
      case email ->
          NumberOnFile.of(realm, user)
              .filter(NumberOnFile::proven)
              .map(found -> Recipient.of(found.number()));
    };
  }
}

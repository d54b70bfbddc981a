package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.NumberOnFile;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import io.github.phoneidentity.verification.SecurityNotices;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Tells a user's contacts what was changed, in the user's language. */
final class UserNotices {

  private final KeycloakSession session;
  private final UserModel user;

  UserNotices(KeycloakSession session, UserModel user) {
    this.session = session;
    this.user = user;
  }

  /**
   * Tells the e-mail address and a number after the commit; texts go only to a number that was
   * proven.
   *
   * @param detail what the notice is about, masked
   */
  void tell(SecurityNotice notice, String detail, Optional<NumberOnFile> number) {
    RealmModel realm = session.getContext().getRealm();
    SecurityNotices notices = session.getProvider(VerificationCodes.class).notices();
    Locale locale = session.getContext().resolveLocale(user);
    Stream.concat(
            number
                .filter(NumberOnFile::proven)
                .map(NumberOnFile::number)
                .map(Recipient::of)
                .stream(),
            Stream.ofNullable(user.getEmail())
                .filter(mail -> !mail.isBlank())
                .map(Recipient::ofEmail))
        .forEach(contact -> notices.tell(realm, contact, notice, detail, locale));
  }
}

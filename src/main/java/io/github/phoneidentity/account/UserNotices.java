package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.StoredPhoneNumber;
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

/** Notifies a user's contacts about changes, after the commit and in the user's language. */
final class UserNotices {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final UserModel user;

  UserNotices(KeycloakSession session, RealmModel realm, UserModel user) {
    this.session = session;
    this.realm = realm;
    this.user = user;
  }

  /**
   * Notifies the e-mail address and a number; texts are only sent to a proven number.
   *
   * @param detail the value that has changed, masked if it is a contact
   */
  void send(SecurityNotice notice, String detail, Optional<StoredPhoneNumber> number) {
    send(notice, detail, Stream.concat(proven(number).stream(), email().stream()));
  }

  /** Notifies the e-mail address. */
  void sendByEmail(SecurityNotice notice, String detail) {
    send(notice, detail, email().stream());
  }

  /** Notifies the other contact than {@code proven}, which may be under an attacker's control. */
  void sendToOther(SecurityNotice notice, Recipient proven) {
    Optional<Recipient> other =
        switch (proven.channel()) {
          case sms -> email();
          case email -> proven(StoredPhoneNumber.of(realm, user));
        };
    send(notice, proven.masked(), other.stream());
  }

  private void send(SecurityNotice notice, String detail, Stream<Recipient> contacts) {
    SecurityNotices notices = session.getProvider(VerificationCodes.class).notices();
    Locale locale = session.getContext().resolveLocale(user);
    contacts.forEach(contact -> notices.send(realm, contact, notice, detail, locale));
  }

  private Optional<Recipient> email() {
    return Optional.ofNullable(user.getEmail())
        .filter(email -> !email.isBlank())
        .map(Recipient::ofEmail);
  }

  private static Optional<Recipient> proven(Optional<StoredPhoneNumber> number) {
    return number
        .filter(StoredPhoneNumber::proven)
        .map(StoredPhoneNumber::number)
        .map(Recipient::of);
  }
}

package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.identity.NumberOnFile;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import io.github.phoneidentity.verification.SecurityNotices;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A change of the number on file that its user makes.
 *
 * @param before the number until now, if there is one
 * @param after the number that was just proven
 * @param factorMoved whether the second factor by SMS goes with it
 */
record PhoneChange(Optional<NumberOnFile> before, PhoneNumber after, boolean factorMoved) {

  /** Begins the change, before the number itself: the second factor follows it. */
  static PhoneChange of(RealmModel realm, UserModel user, PhoneNumber after) {
    Optional<NumberOnFile> before = NumberOnFile.of(realm, user);
    return new PhoneChange(before, after, new SmsOtpCredentials(realm, user).follow(after));
  }

  /** Tells the old number, the e-mail address and the listeners of events. */
  void tell(RequiredActionContext context) {
    boolean changed = before.filter(old -> old.number().equals(after)).isEmpty();
    if (changed) {
      notify(context);
    }
    EventBuilder event = context.getEvent().clone().event(EventType.UPDATE_PROFILE);
    before.ifPresent(old -> event.detail("previous_phone_number", old.number().masked()));
    event.detail("updated_phone_number", after.masked()).success();
  }

  private void notify(RequiredActionContext context) {
    KeycloakSession session = context.getSession();
    UserModel user = context.getUser();
    SecurityNotice notice =
        factorMoved ? SecurityNotice.PHONE_AND_FACTOR_CHANGED : SecurityNotice.PHONE_CHANGED;
    SecurityNotices notices = session.getProvider(VerificationCodes.class).notices();
    Locale locale = session.getContext().resolveLocale(user);
    others(user)
        .forEach(to -> notices.tell(context.getRealm(), to, notice, after.masked(), locale));
  }

  /** Texts go only to a number that was proven. */
  private Stream<Recipient> others(UserModel user) {
    Stream<Recipient> phone =
        before.stream().filter(NumberOnFile::proven).map(old -> Recipient.of(old.number()));
    return Stream.concat(phone, Stream.ofNullable(user.getEmail()).map(Recipient::ofEmail));
  }
}

package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A number that its user has just verified. Any other change of a number removes its proof. */
public final class ProvenNumber {

  private ProvenNumber() {}

  /** Stores the verified number on the user, with the proof and its time. */
  public static void store(KeycloakSession session, UserModel user, PhoneNumber number) {
    ClaimLedger.of(session).markProven(user.getId(), number);
    Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());
    RealmModel realm = session.getContext().getRealm();
    UserModel copy = new FederatedUser(session, realm, user).copy();
    copy.setSingleAttribute(UserAttributes.PHONE_NUMBER, number.e164());
    copy.setSingleAttribute(UserAttributes.PHONE_NUMBER_VERIFIED, "true");
    copy.setSingleAttribute(UserAttributes.PHONE_NUMBER_VERIFIED_AT, now.toString());
  }

  /** Whether the user's number is verified. */
  public static boolean isProven(UserModel user) {
    return UserAttributes.isTrue(user.getFirstAttribute(UserAttributes.PHONE_NUMBER_VERIFIED));
  }

  /** When the user's number was verified, or empty if the time is unknown. */
  public static Optional<Instant> provenAt(UserModel user) {
    try {
      return Optional.ofNullable(user.getFirstAttribute(UserAttributes.PHONE_NUMBER_VERIFIED_AT))
          .map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}

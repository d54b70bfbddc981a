package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * The number in a user's attributes.
 *
 * @param proven whether messages for the user may be sent to it: it is verified, and the user owns
 *     it. Of several users who had the same number before the realm took part, at most one owns it.
 */
public record StoredPhoneNumber(PhoneNumber number, boolean proven) {

  /** The number of {@code user}; empty if there is none, or it cannot be parsed. */
  public static Optional<StoredPhoneNumber> of(RealmModel realm, UserModel user) {
    return PhoneNumberParser.parse(
            user.getFirstAttribute(UserAttributes.PHONE_NUMBER),
            RealmPolicy.of(realm).defaultRegion())
        .map(
            number ->
                new StoredPhoneNumber(
                    number, ProvenNumber.isProven(user) && isOwned(number, realm, user)));
  }

  private static boolean isOwned(PhoneNumber number, RealmModel realm, UserModel user) {
    KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
    return session != null
        && ClaimLedger.of(session)
            .find(realm, ClaimKind.phone, number.e164())
            .filter(claim -> claim.userId().equals(user.getId()))
            .isPresent();
  }
}

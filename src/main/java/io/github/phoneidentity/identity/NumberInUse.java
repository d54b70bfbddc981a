package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What the event says of somebody who proved a number that another user has. */
public final class NumberInUse {

  private static final String PROVEN = "phone_in_use";

  /** The owner has never proven it: an administrator has to decide whose number it is. */
  private static final String UNPROVEN = "unproven_phone_in_use";

  private NumberInUse() {}

  /** The error of the event, in the words of Keycloak's {@code email_in_use}. */
  public static String error(KeycloakSession session, RealmModel realm, PhoneNumber number) {
    return isUnproven(session, realm, number) ? UNPROVEN : PROVEN;
  }

  /** Whether the number has an owner who has never proven it. */
  public static boolean isUnproven(KeycloakSession session, RealmModel realm, PhoneNumber number) {
    return ClaimLedger.of(session)
        .find(realm, ClaimKind.phone, number.e164())
        .map(claim -> session.users().getUserById(realm, claim.userId()))
        .filter(owner -> !ProvenNumber.isProven(owner))
        .isPresent();
  }
}

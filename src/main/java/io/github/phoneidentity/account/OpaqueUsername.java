package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RegistrationFlow;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.RealmModel;

/**
 * A username that says nothing about its user, for realms that sign up by phone alone: config
 * {@value #CONFIG} of the registration flow's {@code registration-contact-action}.
 */
public final class OpaqueUsername {

  /** The config key of the form action. */
  public static final String CONFIG = "username";

  /** Its value where the username is generated. */
  public static final String GENERATED = "generated";

  /** No vowels and no look-alikes: no words by accident. With its prefix 15 characters long. */
  private static final char[] SYMBOLS = "bcdfghjkmnpqrstvwxz23456789".toCharArray();

  private static final String PREFIX = "u_";
  private static final int LENGTH = 13;

  private OpaqueUsername() {}

  /** Whether the realm generates usernames. */
  public static boolean isWanted(RealmModel realm) {
    return RegistrationFlow.config(realm, ProviderIds.REGISTRATION_CONTACT_ACTION)
        .getOrDefault(CONFIG, "")
        .equals(GENERATED);
  }

  /** A new one. */
  public static String next() {
    return PREFIX + SecretGenerator.getInstance().randomString(LENGTH, SYMBOLS);
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RegistrationFlow;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.RealmModel;

/**
 * Generates a username that discloses nothing about its user, for realms whose users register by
 * phone alone: config {@value #CONFIG} of the registration flow's {@code
 * registration-contact-action}.
 */
public final class OpaqueUsername {

  /** The config key of the form action. */
  public static final String CONFIG = "username";

  /** The value of {@link #CONFIG} for generated usernames. */
  public static final String GENERATED = "generated";

  /**
   * Without vowels, so that no word appears by accident, and without characters that look alike.
   */
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

  /** A new random username: {@value #PREFIX} and {@value #LENGTH} characters. */
  public static String next() {
    return PREFIX + SecretGenerator.getInstance().randomString(LENGTH, SYMBOLS);
  }
}

package io.github.phoneidentity.policy;

/** The resource types of admin events that Keycloak does not have. */
public final class AdminEventResources {

  /** An adoption was started, has found values that users do not own, or a realm has stopped. */
  public static final String ADOPTION = "PHONE_IDENTITY_ADOPTION";

  /** An administrator's change of a user has released a number. */
  public static final String CLAIM = "PHONE_IDENTITY_CLAIM";

  /** An administrator has revoked a claim. */
  public static final String CLAIMS = "PHONE_IDENTITY_CLAIMS";

  /** An administrator has reset the rate limits of a number. */
  public static final String LIMITS = "PHONE_IDENTITY_LIMITS";

  private AdminEventResources() {}
}

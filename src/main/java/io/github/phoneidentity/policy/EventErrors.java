package io.github.phoneidentity.policy;

/**
 * The errors of user events that Keycloak does not have. Those that say why a number cannot be
 * assigned or changed are values of {@code PhoneConflict} and {@code DirectoryRefusal}.
 */
public final class EventErrors {

  /**
   * A value from an identity provider or a directory was omitted, because the user cannot own it.
   * The details are {@code attribute}, {@code reason} and {@code origin}.
   */
  public static final String BROKERED_VALUE_LEFT_OFF = "brokered_value_left_off";

  /**
   * An adopted user has a value and does not own it. The details are {@code attribute} and {@code
   * reason}.
   */
  public static final String ADOPTED_VALUE_NOT_OWNED = "adopted_value_not_owned";

  /** A rate limit is exceeded. */
  public static final String TOO_MANY_REQUESTS = "too_many_requests";

  /**
   * The limit of wrong codes of a realm is exceeded, reported once in a window. The detail is
   * {@code limit}.
   */
  public static final String TOO_MANY_FAILURES = "too_many_failures";

  /** The password was changed by another session after the first factor of this login. */
  public static final String PASSWORD_CHANGED = "password_changed";

  /** The account has no proven number that a code could be sent to. */
  public static final String PHONE_NOT_VERIFIED = "phone_not_verified";

  /** A password grant without a code: a text was sent. */
  public static final String SMS_CODE_REQUIRED = "sms_code_required";

  /** Another user owns the nickname of a registration. */
  public static final String NICKNAME_IN_USE = "nickname_in_use";

  private EventErrors() {}
}

package io.github.phoneidentity.verification;

/** The notices that are sent to a user's other contacts after a change. */
public enum SecurityNotice {
  /** The phone number of the account was changed; the detail is the new one, masked. */
  PHONE_CHANGED("phone-changed"),
  /**
   * The phone number was changed, and the second factor by SMS with it; the detail is the new
   * number, masked.
   */
  PHONE_AND_FACTOR_CHANGED("phone-and-factor-changed"),
  /** A second factor by SMS was added; the detail is its number, masked. */
  FACTOR_ADDED("factor-added"),
  /** A second factor by SMS was removed; the detail is its label. */
  FACTOR_REMOVED("factor-removed"),
  /** The password was reset; the detail is the contact whose proof was consumed, masked. */
  PASSWORD_RESET("password-reset"),
  /** An administrator revoked the phone number; the detail is the number, masked. */
  PHONE_REVOKED("phone-revoked"),
  /** An administrator revoked the nickname; the detail is the nickname. */
  NICKNAME_REVOKED("nickname-revoked");

  private final String id;

  SecurityNotice(String id) {
    this.id = id;
  }

  /** The name in the database and in message keys. */
  public String id() {
    return id;
  }
}

package io.github.phoneidentity.verification;

/** What a user is told on the other contacts after something has changed. */
public enum SecurityNotice {
  /** The number on file was changed; the detail is the new one, masked. */
  PHONE_CHANGED("phone-changed"),
  /** The same, and the second factor by SMS went with it. */
  PHONE_AND_FACTOR_CHANGED("phone-and-factor-changed"),
  /** A second factor by SMS was added; the detail is its number, masked. */
  FACTOR_ADDED("factor-added"),
  /** A second factor by SMS was removed; the detail is what it was called. */
  FACTOR_REMOVED("factor-removed"),
  /** The password was reset; the detail is the contact that proved it, masked. */
  PASSWORD_RESET("password-reset"),
  /** An administrator took the phone number away; the detail is the number, masked. */
  PHONE_REVOKED("phone-revoked"),
  /** An administrator took the nickname away; the detail is the nickname. */
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

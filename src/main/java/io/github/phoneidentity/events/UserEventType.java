package io.github.phoneidentity.events;

import java.util.Locale;

/** What can become of a user, and of a realm with all of its users. */
public enum UserEventType {
  /** A user came to be, on whatever path; a password that came with it is part of that. */
  REGISTERED,
  /** Data, roles or groups of a user have changed: once for each user and transaction. */
  UPDATED,
  /** The number on file has been proven, or an administrator says so. */
  PHONE_VERIFIED,
  /** There is another password, or none any more. */
  PASSWORD_CHANGED,
  ENABLED,
  DISABLED,
  /** The user is gone, and not only a copy of what a directory still has. */
  DELETED,
  /** The realm is gone, and with it its users, of whom there is no event. */
  REALM_DELETED;

  /** The name in routing keys and CloudEvents, such as {@code user.phone-verified}. */
  public String qualified() {
    return this == REALM_DELETED ? id() : "user." + id();
  }

  /** The name in the table: {@code phone-verified}, or {@code realm.deleted}. */
  public String id() {
    return this == REALM_DELETED
        ? "realm.deleted"
        : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package io.github.phoneidentity.events;

import java.util.Locale;

/** The types of events about users, and about a realm with all its users. */
public enum UserEventType {
  /** A user was created, on any path. An initial password causes no event of its own. */
  REGISTERED,
  /** Data, roles or groups of a user have changed: one event for each user and transaction. */
  UPDATED,
  /** The user's number was verified by a code, or an administrator has marked it as verified. */
  PHONE_VERIFIED,
  /** The password was changed or removed. */
  PASSWORD_CHANGED,
  /** The user was enabled. */
  ENABLED,
  /** The user was disabled. */
  DISABLED,
  /** The user was deleted, and not only the copy of a user whom a directory still has. */
  DELETED,
  /** The realm was deleted with its users, for whom no events are published. */
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

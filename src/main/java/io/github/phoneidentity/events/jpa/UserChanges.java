package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.Actor;
import io.github.phoneidentity.events.UserChange;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The changes of one transaction to users and realms. */
final class UserChanges implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The deletion of a realm that had the listener. */
  record RealmEnd(String realmId, String name, Actor by) implements Serializable {}

  private final TreeMap<String, UserChange> users = new TreeMap<>();
  private final ArrayList<RealmEnd> realms = new ArrayList<>();
  private @Nullable String administrator;

  UserChange of(String userId) {
    return users.computeIfAbsent(userId, id -> new UserChange());
  }

  void actedBy(String userId) {
    administrator = userId;
  }

  /** The actor of a deletion: the known administrator, if Keycloak's session has no actor. */
  Actor known(Actor by) {
    return by.kind() == Actor.Kind.SYSTEM && administrator != null
        ? new Actor(Actor.Kind.ADMINISTRATOR, administrator)
        : by;
  }

  void realmDeleted(RealmEnd end) {
    realms.add(end);
  }

  /**
   * The changes by user id. They are ordered by id, so that transactions which lock users in this
   * order cannot deadlock.
   */
  Map<String, UserChange> users() {
    return users;
  }

  List<RealmEnd> realms() {
    return realms;
  }
}

package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.jpa.EntityListener;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;

/**
 * What one transaction has done so far to values that can be owned. It travels as a property of the
 * session.
 */
final class PendingChanges implements Serializable {

  private static final long serialVersionUID = 1L;

  static final String PROPERTY = "phone-identity.touched-users";

  private final HashMap<String, EnumSet<ClaimKind>> kindsByUser = new HashMap<>();
  private final HashSet<String> created = new HashSet<>();
  private final HashSet<String> realms = new HashSet<>();
  private final HashMap<String, Boolean> participation = new HashMap<>();
  private final HashMap<String, String> proven = new HashMap<>();
  private final HashMap<String, Optional<String>> before = new HashMap<>();
  private final HashSet<String> inserted = new HashSet<>();
  private final HashSet<String> renamed = new HashSet<>();
  private final HashSet<String> policies = new HashSet<>();
  private final HashSet<String> proofWritten = new HashSet<>();
  private final HashSet<String> byDirectory = new HashSet<>();
  private final HashSet<String> leaving = new HashSet<>();
  private final HashMap<String, String> removed = new HashMap<>();

  static PendingChanges of(Session session) {
    return EntityListener.seen(session, PROPERTY, PendingChanges::new);
  }

  void touch(String userId, ClaimKind kind) {
    kindsByUser.computeIfAbsent(userId, id -> EnumSet.noneOf(ClaimKind.class)).add(kind);
  }

  /**
   * Remembers what the user had in an attribute, or as the username, when the transaction began.
   *
   * @param value null for nothing
   */
  void written(String userId, String attribute, String value) {
    // Where Keycloak replaces a row, the new one is seen before the old one is.
    before.merge(userId + attribute, Optional.ofNullable(value), (a, b) -> a.isPresent() ? a : b);
  }

  /** An attribute row that the transaction itself has made holds nothing from before. */
  void inserted(String attributeId) {
    inserted.add(attributeId);
  }

  boolean isInserted(String attributeId) {
    return inserted.contains(attributeId);
  }

  boolean isWritten(String userId, String attribute) {
    return before.containsKey(userId + attribute);
  }

  /** What the user had when the transaction began, or null. */
  String before(String userId, String attribute) {
    return before.getOrDefault(userId + attribute, Optional.empty()).orElse(null);
  }

  void proofWritten(String userId) {
    proofWritten.add(userId);
  }

  /** The users whose verification attributes were written. */
  Set<String> proofWritten() {
    return Set.copyOf(proofWritten);
  }

  /** What was written of the user's proof has been settled. */
  void proofSettled(String userId) {
    proofWritten.remove(userId);
  }

  void renamed(String userId) {
    renamed.add(userId);
  }

  /** The users whose usernames were written. */
  Set<String> renamed() {
    return Set.copyOf(renamed);
  }

  void policyWritten(String requiredActionId) {
    policies.add(requiredActionId);
  }

  /** The required actions whose config was written. */
  Set<String> policiesWritten() {
    return Set.copyOf(policies);
  }

  void settled(String userId, Set<ClaimKind> kinds) {
    kindsByUser.computeIfPresent(
        userId, (id, open) -> open.removeAll(kinds) && open.isEmpty() ? null : open);
  }

  Map<String, Set<ClaimKind>> kindsByUser() {
    return Map.copyOf(kindsByUser);
  }

  /** Whether it was not known yet that the user is about to be removed. */
  boolean leaves(String userId) {
    return leaving.add(userId);
  }

  void created(String userId) {
    created.add(userId);
  }

  /** Remembers the name of a user that was removed, whom an import may bring back. */
  void removed(String userId, String username) {
    removed.put(userId, username);
  }

  /** Whether an import has removed the user to create it anew under the same name. */
  boolean isReplaced(String userId, String username) {
    return username.equals(removed.get(userId));
  }

  Set<String> created() {
    return Set.copyOf(created);
  }

  boolean isCreated(String userId) {
    return created.contains(userId);
  }

  void realmCreated(String realmId) {
    realms.add(realmId);
  }

  /** Whether the transaction has created the realm: an import, which adopts. */
  boolean isImported(String realmId) {
    return realms.contains(realmId);
  }

  /**
   * Leaves the users that were created to adoption. Keycloak imports users in a session of their
   * own, which does not know what else its transaction has done.
   */
  void leaveCreated() {
    kindsByUser.keySet().removeAll(created);
    proofWritten.removeAll(created);
    renamed.removeAll(created);
  }

  /** Remembers whether the realm took part, by this required action, before it was written. */
  void participationWritten(String realmId, boolean before) {
    participation.merge(realmId, before, Boolean::logicalOr);
  }

  /** The realms whose required action was written, and whether they took part before. */
  Map<String, Boolean> participation() {
    return Map.copyOf(participation);
  }

  void byDirectory(String userId) {
    byDirectory.add(userId);
  }

  /** Whether a directory has written to the user, whatever the request is. */
  boolean isByDirectory(String userId) {
    return byDirectory.contains(userId);
  }

  void proven(String userId, String key) {
    proven.put(userId, key);
  }

  boolean isProven(String userId, String key) {
    return key.equals(proven.get(userId));
  }

  /** Whether a code has proven another number than this. */
  boolean isAnotherProven(String userId, String key) {
    return proven.containsKey(userId) && !isProven(userId, key);
  }
}

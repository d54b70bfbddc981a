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
 * The changes of one transaction to values that can be owned, until they are reconciled. The record
 * is kept as a property of the Hibernate session.
 */
final class PendingChanges implements Serializable {

  private static final long serialVersionUID = 1L;

  static final String PROPERTY = "phone-identity.pending-changes";

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
  private final HashSet<String> actionSet = new HashSet<>();
  private final HashSet<String> byDirectory = new HashSet<>();
  private final HashSet<String> entriesRead = new HashSet<>();
  private final HashSet<String> leaving = new HashSet<>();
  private final HashMap<String, String> removed = new HashMap<>();

  static PendingChanges of(Session session) {
    return EntityListener.seen(session, PROPERTY, PendingChanges::new);
  }

  void markChanged(String userId, ClaimKind kind) {
    kindsByUser.computeIfAbsent(userId, id -> EnumSet.noneOf(ClaimKind.class)).add(kind);
  }

  /**
   * Records the value of an attribute, or the username, before the transaction.
   *
   * @param value the former value; null if there was none
   */
  void written(String userId, String attribute, String value) {
    // If Keycloak replaces a row, the insertion is flushed before the deletion: keep the former
    // value.
    before.merge(userId + attribute, Optional.ofNullable(value), (a, b) -> a.isPresent() ? a : b);
  }

  /** Records an attribute row that this transaction has inserted, which holds no former value. */
  void inserted(String attributeId) {
    inserted.add(attributeId);
  }

  boolean isInserted(String attributeId) {
    return inserted.contains(attributeId);
  }

  boolean isWritten(String userId, String attribute) {
    return before.containsKey(userId + attribute);
  }

  /** The value before the transaction, or null. */
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

  /** Marks the written verification attributes of the user as reconciled. */
  void proofReconciled(String userId) {
    proofWritten.remove(userId);
  }

  void actionSet(String userId) {
    actionSet.add(userId);
  }

  /** Whether the user was given the required action to prove the number. */
  boolean isActionSet(String userId) {
    return actionSet.contains(userId);
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

  void reconciled(String userId, Set<ClaimKind> kinds) {
    kindsByUser.computeIfPresent(
        userId, (id, open) -> open.removeAll(kinds) && open.isEmpty() ? null : open);
  }

  Map<String, Set<ClaimKind>> kindsByUser() {
    return Map.copyOf(kindsByUser);
  }

  /** Marks the user as about to be removed; returns false if that is known already. */
  boolean markLeaving(String userId) {
    return leaving.add(userId);
  }

  void created(String userId) {
    created.add(userId);
  }

  /** Records the name of a removed user, whom an import may recreate. */
  void removed(String userId, String username) {
    removed.put(userId, username);
  }

  /** Whether an import has removed the user to recreate it under the same name. */
  boolean isReplaced(String userId, String username) {
    return username.equals(removed.get(userId));
  }

  /** Whether an import has removed a user of this name to recreate it. */
  boolean isReplaced(String username) {
    return removed.containsValue(username);
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

  /** Whether the transaction has created the realm, which is an import that adopts its users. */
  boolean isImported(String realmId) {
    return realms.contains(realmId);
  }

  /**
   * Excludes created users, which the adoption claims later: Keycloak imports users in a session of
   * their own, which does not know the other changes of its transaction.
   */
  void excludeCreated() {
    kindsByUser.keySet().removeAll(created);
    proofWritten.removeAll(created);
    renamed.removeAll(created);
  }

  /** Records whether the realm took part before its required action was written. */
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

  /** Whether a directory has written to the user, whatever the request origin is. */
  boolean isByDirectory(String userId) {
    return byDirectory.contains(userId);
  }

  void entryRead(String userId) {
    entriesRead.add(userId);
  }

  /** The users whose modified directory entries were read since the last call. */
  Set<String> takeEntriesRead() {
    Set<String> read = Set.copyOf(entriesRead);
    entriesRead.clear();
    return read;
  }

  void proven(String userId, String key) {
    proven.put(userId, key);
  }

  boolean isProven(String userId, String key) {
    return key.equals(proven.get(userId));
  }

  /** Whether a code has verified a number other than this one. */
  boolean isAnotherProven(String userId, String key) {
    return proven.containsKey(userId) && !isProven(userId, key);
  }
}

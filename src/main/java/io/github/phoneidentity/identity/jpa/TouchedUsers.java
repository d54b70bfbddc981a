package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hibernate.Session;

/**
 * What one transaction has done so far to values that can be owned. It travels as a property of the
 * session.
 */
final class TouchedUsers implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final String PROPERTY = "phone-identity.touched-users";

  private final HashMap<String, EnumSet<ClaimKind>> kindsByUser = new HashMap<>();
  private final HashSet<String> created = new HashSet<>();
  private final HashMap<String, String> proven = new HashMap<>();
  private final HashMap<String, String> before = new HashMap<>();
  private final HashSet<String> proofWritten = new HashSet<>();
  private boolean scheduled;

  static TouchedUsers of(Session session) {
    TouchedUsers touched = (TouchedUsers) session.getProperties().get(PROPERTY);
    if (touched == null) {
      touched = new TouchedUsers();
      session.setProperty(PROPERTY, touched);
    }
    return touched;
  }

  void touch(String userId, ClaimKind kind) {
    kindsByUser.computeIfAbsent(userId, id -> EnumSet.noneOf(ClaimKind.class)).add(kind);
  }

  /** Remembers what the user had when the transaction began. */
  void replaced(String userId, ClaimKind kind, String value) {
    before.putIfAbsent(userId + kind, value);
  }

  /** What the user had when the transaction began, or null. */
  String before(String userId, ClaimKind kind) {
    return before.get(userId + kind);
  }

  void proofWritten(String userId) {
    proofWritten.add(userId);
  }

  boolean isProofWritten(String userId) {
    return proofWritten.contains(userId);
  }

  void settled(String userId, Set<ClaimKind> kinds) {
    kindsByUser.computeIfPresent(
        userId, (id, open) -> open.removeAll(kinds) && open.isEmpty() ? null : open);
  }

  Map<String, Set<ClaimKind>> kindsByUser() {
    return Map.copyOf(kindsByUser);
  }

  void created(String userId) {
    created.add(userId);
  }

  boolean isCreated(String userId) {
    return created.contains(userId);
  }

  void proven(String userId, String key) {
    proven.put(userId, key);
  }

  boolean isProven(String userId, String key) {
    return key.equals(proven.get(userId));
  }

  /** True the first time only: the settlement is to be scheduled. */
  boolean schedule() {
    boolean first = !scheduled;
    scheduled = true;
    return first;
  }
}

package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.DroppedValue;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Reconciles claims, proofs and usernames with what a transaction has written, in its
 * before-completion phase.
 */
final class BeforeCommitReconciler {

  private final SharedSessionContractImplementor db;
  private final PendingChanges transaction;
  private final ClaimReconciler reconciler;
  private final AttributeTable attributes;
  private final ConflictTable directoryConflicts;
  private final Set<String> restored = new HashSet<>();
  private final List<ClaimKey> contested = new ArrayList<>();
  private final List<Consumer<KeycloakSession>> reports = new ArrayList<>();
  private final KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();

  private BeforeCommitReconciler(SharedSessionContractImplementor db, PendingChanges transaction) {
    this.db = db;
    this.transaction = transaction;
    this.reconciler = new ClaimReconciler(db, transaction);
    this.attributes = new AttributeTable(db);
    this.directoryConflicts = new ConflictTable(db);
  }

  /**
   * Reconciles what the transaction has changed. A conflict fails the transaction, unless the value
   * comes from an identity provider or a directory: then it is left off. The users of an imported
   * realm are adopted after the commit.
   *
   * @throws ModelException if there are conflicts, naming the user and the attribute of each; or if
   *     a written policy is invalid
   */
  static void run(SharedSessionContractImplementor db, PendingChanges transaction) {
    new WrittenPolicies(db).validate(transaction.policiesWritten());
    new EnabledRealmChanges(db, transaction).reconcile();
    if (RequestOrigin.isRealmImport(KeycloakSessionUtil.getKeycloakSession())) {
      transaction.excludeCreated();
    }
    BeforeCommitReconciler commit = new BeforeCommitReconciler(db, transaction);
    commit.forgetFormerConflicts();
    Set<String> others = new HashSet<>(transaction.proofWritten());
    others.addAll(transaction.renamed());
    if (!transaction.kindsByUser().isEmpty() || !others.isEmpty()) {
      commit.reconcile(transaction.kindsByUser(), others);
      new ReservedUsernames(db, transaction).enforce(commit.reconciler.reservedUsernames());
      ReleasedNumbers.report(db, commit.session, commit.reconciler.released());
    }
  }

  /**
   * Reconciles at once what a directory or a broker has written to one user.
   *
   * @return whether there was anything to reconcile
   */
  static boolean runFor(
      String userId,
      boolean federated,
      SharedSessionContractImplementor db,
      PendingChanges transaction) {
    Set<ClaimKind> kinds = transaction.kindsByUser().getOrDefault(userId, Set.of());
    boolean isProofWritten = transaction.proofWritten().contains(userId);
    BeforeCommitReconciler early = new BeforeCommitReconciler(db, transaction);
    if ((kinds.isEmpty() && !isProofWritten) || !early.isLeftOff(userId, federated)) {
      return false;
    }
    early.forgetFormerConflicts();
    Set<ClaimKind> all = Set.copyOf(kinds);
    early.reconcile(all.isEmpty() ? Map.of() : Map.of(userId, all), Set.of(userId));
    transaction.reconciled(userId, all);
    transaction.proofReconciled(userId);
    return true;
  }

  /**
   * Deletes the conflicts of users whose modified entries were read: those that remain are stored
   * again. A value that was corrected to the one of the copy is not written, so that no change of
   * it shows that the conflict is resolved.
   */
  private void forgetFormerConflicts() {
    transaction
        .takeEntriesRead()
        .forEach(user -> directoryConflicts.forget(user, EnumSet.allOf(ClaimKind.class)));
  }

  private void reconcile(Map<String, Set<ClaimKind>> open, Set<String> others) {
    List<ClaimConflict> conflicts = reconciler.reconcile(open, others);
    List<ClaimConflict> fatal =
        conflicts.stream()
            .filter(conflict -> !isLeftOff(conflict.user().id(), conflict.user().federated()))
            .toList();
    if (!fatal.isEmpty()) {
      throw ClaimConflict.exception(
          Stream.concat(reconciler.rivals().stream(), fatal.stream()).toList());
    }
    conflicts.forEach(
        conflict ->
            leaveOff(conflict, isImport(conflict.user().federated(), conflict.user().id())));
    finishAfterCommit();
    retry();
  }

  private boolean isLeftOff(String userId, boolean federated) {
    return RequestOrigin.of(session) == RequestOrigin.BROKER || isImport(federated, userId);
  }

  private boolean isImport(boolean federated, String userId) {
    return transaction.isByDirectory(userId) || RequestOrigin.isImport(session, federated, userId);
  }

  /** Restores the former value of the user, or removes the attribute if there is none. */
  private void leaveOff(ClaimConflict conflict, boolean isImport) {
    String userId = conflict.user().id();
    Optional<ClaimValue> value =
        reconciler.parse(conflict, attributes.value(conflict.attributeId()));
    String before = transaction.before(userId, conflict.kind().attribute());
    boolean isRestored =
        !restored.contains(userId + conflict.kind())
            && !(isImport && isAwaited(conflict, before))
            && reconciler.restore(conflict, before);
    if (isRestored) {
      restored.add(userId + conflict.kind());
    } else {
      attributes.remove(conflict.attributeId());
    }
    if (conflict.kind() == ClaimKind.phone) {
      if (restored.contains(userId + conflict.kind())) {
        reconciler.proofs().restore(userId);
      } else if (before == null) {
        reconciler.proofs().drop(userId);
      } else {
        reconciler.proofs().dropWithNumber(userId);
      }
    }
    if (isImport && conflict.reason() == ClaimConflict.Reason.TAKEN && value.isPresent()) {
      directoryConflicts.put(conflict.user().realmId(), userId, value.get());
      contested.add(reconciler.claimKey(conflict, value.get()));
    }
    report(conflict, isImport);
  }

  /**
   * Whether a directory has the former value for another user, who can own it now that this user's
   * directory has another one.
   */
  private boolean isAwaited(ClaimConflict conflict, String former) {
    return reconciler
        .parse(conflict, former)
        .map(value -> reconciler.claimKey(conflict, value))
        .filter(reconciler::isFreeAtOnce)
        .filter(claimKey -> !directoryConflicts.at(claimKey).isEmpty())
        .isPresent();
  }

  private void retry() {
    List<ConflictTable.Conflict> next = new ArrayList<>();
    reconciler.releasedKeys().stream()
        .filter(reconciler::isFreeAtOnce)
        .forEach(claimKey -> next.addAll(directoryConflicts.at(claimKey)));
    // A value in quarantine cannot change its owner: the two users would retry in turns forever.
    contested.stream()
        .filter(reconciler::isFreeAtOnce)
        .forEach(claimKey -> next.addAll(directoryConflicts.ofOwner(claimKey)));
    DirectoryConflicts.retryAfterCommit(db, session, next);
  }

  /** After the commit, evicts federated users from the caches and stores the events. */
  private void finishAfterCommit() {
    List<Owner> federated = reconciler.federated();
    if (!reports.isEmpty() || !federated.isEmpty()) {
      AfterCommit.run(
          db,
          session,
          own -> {
            federated.forEach(user -> evict(own, user));
            reports.forEach(report -> report.accept(own));
          });
    }
  }

  private static void evict(KeycloakSession own, Owner user) {
    RealmModel realm = own.realms().getRealm(user.realmId());
    if (realm != null) {
      FederatedUser.evict(own, realm, user.id(), user.username(), user.email());
    }
  }

  private void report(ClaimConflict conflict, boolean isImport) {
    if (!DirectoryConflicts.isRunning()) {
      RequestOrigin origin = isImport ? RequestOrigin.DIRECTORY : RequestOrigin.BROKER;
      reports.add(
          own ->
              DroppedValue.report(
                  own,
                  conflict.user().realmId(),
                  conflict.user().id(),
                  conflict.kind().attribute(),
                  conflict.reason().name(),
                  origin));
    }
  }
}

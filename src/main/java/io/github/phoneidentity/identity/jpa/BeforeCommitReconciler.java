package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.LeftOffValue;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import java.util.ArrayList;
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
 * Reconciles claims, proofs and usernames with what a transaction has written, before it commits.
 */
final class BeforeCommitReconciler {

  private final SharedSessionContractImplementor db;
  private final PendingChanges transaction;
  private final ClaimReconciler settlement;
  private final AttributeTable attributes;
  private final ConflictTable conflicts;
  private final Set<String> restored = new HashSet<>();
  private final List<ClaimKey> wanted = new ArrayList<>();
  private final List<Consumer<KeycloakSession>> reports = new ArrayList<>();
  private final KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();

  private BeforeCommitReconciler(SharedSessionContractImplementor db, PendingChanges transaction) {
    this.db = db;
    this.transaction = transaction;
    this.settlement = new ClaimReconciler(db, transaction);
    this.attributes = new AttributeTable(db);
    this.conflicts = new ConflictTable(db);
  }

  /**
   * Settles what the transaction has changed. Where an identity provider or a directory brought a
   * value that was lost, the value is left off; a realm that is imported is adopted after the
   * commit; everywhere else the transaction fails.
   *
   * @throws ModelException naming the user and the attribute of each claim that was lost, or what
   *     is wrong with a policy
   */
  static void run(SharedSessionContractImplementor db, PendingChanges transaction) {
    new WrittenPolicies(db).validate(transaction.policiesWritten());
    new ParticipationChanges(db, transaction).settle();
    if (RequestOrigin.isRealmImport(KeycloakSessionUtil.getKeycloakSession())) {
      transaction.leaveCreated();
    }
    BeforeCommitReconciler commit = new BeforeCommitReconciler(db, transaction);
    Set<String> others = new HashSet<>(transaction.proofWritten());
    others.addAll(transaction.renamed());
    if (!transaction.kindsByUser().isEmpty() || !others.isEmpty()) {
      commit.settle(transaction.kindsByUser(), others);
      new ReservedUsernames(db, transaction).settle(commit.settlement.reservedUsernames());
      ReleasedNumbers.report(db, commit.session, commit.settlement.released());
    }
  }

  /**
   * Settles at once what a directory or a broker has brought of one user.
   *
   * @return whether there was anything
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
    Set<ClaimKind> all = Set.copyOf(kinds);
    early.settle(all.isEmpty() ? Map.of() : Map.of(userId, all), Set.of(userId));
    transaction.settled(userId, all);
    transaction.proofSettled(userId);
    return true;
  }

  private void settle(Map<String, Set<ClaimKind>> open, Set<String> others) {
    List<ClaimConflict> losses = settlement.settle(open, others);
    List<ClaimConflict> fatal =
        losses.stream()
            .filter(lost -> !isLeftOff(lost.user().id(), lost.user().federated()))
            .toList();
    if (!fatal.isEmpty()) {
      throw ClaimConflict.exception(
          Stream.concat(settlement.rivals().stream(), fatal.stream()).toList());
    }
    losses.forEach(lost -> leaveOff(lost, isImport(lost.user().federated(), lost.user().id())));
    finishAfterCommit();
    tryAgain();
  }

  private boolean isLeftOff(String userId, boolean federated) {
    return RequestOrigin.of(session) == RequestOrigin.BROKER || isImport(federated, userId);
  }

  private boolean isImport(boolean federated, String userId) {
    return transaction.isByDirectory(userId) || RequestOrigin.isImport(session, federated, userId);
  }

  /** The user keeps what it had before; without such, the attribute goes. */
  private void leaveOff(ClaimConflict lost, boolean isImport) {
    String userId = lost.user().id();
    Optional<ClaimValue> value = settlement.parse(lost, attributes.value(lost.attributeId()));
    String before = transaction.before(userId, lost.kind().attribute());
    boolean isRestored =
        !restored.contains(userId + lost.kind())
            && !(isImport && isAwaited(lost, before))
            && settlement.restore(lost, before);
    if (isRestored) {
      restored.add(userId + lost.kind());
    } else {
      attributes.remove(lost.attributeId());
    }
    if (lost.kind() == ClaimKind.phone) {
      if (restored.contains(userId + lost.kind())) {
        settlement.proofs().restore(userId);
      } else {
        settlement.proofs().drop(userId);
      }
    }
    if (isImport && lost.reason() == ClaimConflict.Reason.TAKEN && value.isPresent()) {
      conflicts.put(lost.user().realmId(), userId, value.get());
      wanted.add(settlement.slot(lost, value.get()));
    }
    report(lost, isImport);
  }

  /** What the user's directory has no more goes to the user for whom a directory has it. */
  private boolean isAwaited(ClaimConflict lost, String former) {
    return settlement
        .parse(lost, former)
        .map(value -> settlement.slot(lost, value))
        .filter(settlement::isFreeAtOnce)
        .filter(slot -> !conflicts.at(slot).isEmpty())
        .isPresent();
  }

  private void tryAgain() {
    List<ConflictTable.Conflict> next = new ArrayList<>();
    settlement.freed().stream()
        .filter(settlement::isFreeAtOnce)
        .forEach(slot -> next.addAll(conflicts.at(slot)));
    // In quarantine nothing moves, and its owner and the user who waits would try in turns.
    wanted.stream()
        .filter(settlement::isFreeAtOnce)
        .forEach(slot -> next.addAll(conflicts.ofOwner(slot)));
    DirectoryConflicts.tryAgainAfter(db, session, next);
  }

  /** The event is stored, and caches read the users of directories anew, once it is committed. */
  private void finishAfterCommit() {
    List<Owner> federated = settlement.federated();
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

  private void report(ClaimConflict lost, boolean isImport) {
    if (!DirectoryConflicts.isRunning()) {
      RequestOrigin origin = isImport ? RequestOrigin.DIRECTORY : RequestOrigin.BROKER;
      reports.add(
          own ->
              LeftOffValue.report(
                  own,
                  lost.user().realmId(),
                  lost.user().id(),
                  lost.kind().attribute(),
                  lost.reason().name(),
                  origin));
    }
  }
}

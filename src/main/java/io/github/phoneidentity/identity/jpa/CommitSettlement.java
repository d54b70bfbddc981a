package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.LeftOffValue;
import io.github.phoneidentity.identity.RequestOrigin;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Reconciles claims, proofs and usernames with what a transaction has written, before it commits.
 */
final class CommitSettlement {

  private final SharedSessionContractImplementor db;
  private final TouchedUsers transaction;
  private final ClaimSettlement settlement;
  private final KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();

  private CommitSettlement(SharedSessionContractImplementor db, TouchedUsers transaction) {
    this.db = db;
    this.transaction = transaction;
    this.settlement = new ClaimSettlement(db, transaction);
  }

  /**
   * Settles what the transaction has changed. Where an identity provider brought a value that was
   * lost, the value is left off; a realm that is imported is adopted after the commit; everywhere
   * else the transaction fails.
   *
   * @throws ModelException naming the user and the attribute of each claim that was lost, or what
   *     is wrong with a policy
   */
  static void run(SharedSessionContractImplementor db, TouchedUsers transaction) {
    new WrittenPolicies(db).validate(transaction.policiesWritten());
    new Participation(db, transaction).settle();
    if (RequestOrigin.isRealmImport(KeycloakSessionUtil.getKeycloakSession())) {
      transaction.leaveCreated();
    }
    new CommitSettlement(db, transaction).run();
  }

  private void run() {
    Set<String> others = new HashSet<>(transaction.proofWritten());
    others.addAll(transaction.renamed());
    if (transaction.kindsByUser().isEmpty() && others.isEmpty()) {
      return;
    }
    List<Loss> losses = settlement.settle(transaction.kindsByUser(), others);
    if (!losses.isEmpty() && RequestOrigin.of(session) != RequestOrigin.BROKER) {
      throw Loss.exception(losses);
    }
    for (Loss lost : losses) {
      leaveOff(lost);
      LeftOffValue.report(session, lost.user().id(), lost.kind().attribute(), lost.reason().name());
    }
    new ReservedUsernames(db, transaction).settle(settlement.reservedUsernames());
    ReleasedNumbers.report(db, session, settlement.released());
  }

  /** The user keeps what it had before; without such, the attribute goes. */
  private void leaveOff(Loss lost) {
    AttributeTable attributes = new AttributeTable(db);
    String userId = lost.user().id();
    String before = transaction.before(userId, lost.kind().attribute());
    boolean restored = settlement.restore(lost, before);
    if (!restored) {
      attributes.remove(lost.attributeId());
    }
    if (lost.kind() == ClaimKind.phone) {
      if (restored) {
        settlement.proofs().restore(userId);
      } else {
        settlement.proofs().drop(userId);
      }
    }
  }
}

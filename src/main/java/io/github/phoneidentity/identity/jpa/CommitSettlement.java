package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.LeftOffValue;
import io.github.phoneidentity.identity.RequestOrigin;
import java.util.List;
import org.hibernate.SharedSessionContract;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.utils.KeycloakSessionUtil;

/** The last word before a transaction commits. */
final class CommitSettlement {

  private CommitSettlement() {}

  /**
   * Settles what the transaction has changed. Where an identity provider brought a value that was
   * lost, the value is left off; everywhere else the transaction fails.
   *
   * @throws ModelException naming the user and the attribute of a claim that was lost
   */
  static void run(SharedSessionContract db, TouchedUsers transaction) {
    ClaimSettlement settlement = new ClaimSettlement(db, transaction, Occasion.CHANGE);
    List<Loss> losses = settlement.settle(transaction.kindsByUser());
    if (losses.isEmpty()) {
      return;
    }
    KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
    if (RequestOrigin.of(session) != RequestOrigin.BROKER) {
      throw losses.get(0).exception();
    }
    for (Loss lost : losses) {
      leaveOff(lost, settlement, db, transaction);
      LeftOffValue.report(session, lost.user().id(), lost.kind(), lost.reason().name());
    }
  }

  /** The user keeps what it had before; without such, the attribute goes. */
  private static void leaveOff(
      Loss lost, ClaimSettlement settlement, SharedSessionContract db, TouchedUsers transaction) {
    AttributeTable attributes = new AttributeTable(db);
    String userId = lost.user().id();
    boolean restored = settlement.restore(lost, transaction.before(userId, lost.kind()));
    if (!restored) {
      attributes.remove(lost.attributeId());
    }
    if (lost.kind() == ClaimKind.phone && (!restored || transaction.isProofWritten(userId))) {
      attributes.dropProof(userId);
    }
  }
}

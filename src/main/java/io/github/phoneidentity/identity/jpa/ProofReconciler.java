package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.PhoneProof;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.identity.jpa.AttributeTable.Owner;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.models.KeycloakSession;
import org.keycloak.utils.KeycloakSessionUtil;

/** Applies the decisions of {@link PhoneProof} to the verification attributes of users. */
final class ProofReconciler {

  private final AttributeTable attributes;
  private final ClaimTable claims;
  private final PendingChanges transaction;
  private final KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();

  ProofReconciler(AttributeTable attributes, ClaimTable claims, PendingChanges transaction) {
    this.attributes = attributes;
    this.claims = claims;
    this.transaction = transaction;
  }

  /**
   * Reconciles the proof of a number that the user owns.
   *
   * @param changed whether the user has acquired the number in this transaction
   */
  void reconcile(Owner user, String number, boolean changed) {
    switch (proof(user, number, changed).outcome()) {
      case AS_WRITTEN -> keep(user);
      case AS_BEFORE -> restore(user.id());
      case NONE -> drop(user.id());
    }
  }

  /** Removes the proof of a user who has no number, or does not own it. */
  void drop(String userId) {
    attributes.dropProof(userId);
  }

  /**
   * Removes the proof of a user whose number is removed, and the required action that was to prove
   * it: the user would have to give another number, and could not use a password grant until then.
   * An administrator who requires another number sets the action afterwards, or anew together with
   * the removal.
   */
  void dropWithNumber(String userId) {
    drop(userId);
    if (!transaction.isActionSet(userId)) {
      attributes.removeAction(userId, ProviderIds.VERIFY_PHONE);
    }
  }

  /** Restores the proof that the user had before the transaction. */
  void restore(String userId) {
    if (transaction.proofWritten().contains(userId)) {
      for (String name : UserAttributes.PROOF) {
        if (transaction.isWritten(userId, name)) {
          attributes.put(userId, name, transaction.before(userId, name));
        }
      }
      attributes.dropFalseProof(userId);
      claims.recordProof(userId);
    }
  }

  private PhoneProof proof(Owner user, String number, boolean changed) {
    return new PhoneProof(
        RequestOrigin.of(session, user.federated(), user.id()),
        transaction.isCreated(user.id()),
        changed || transaction.isAnotherProven(user.id(), number),
        transaction.isProven(user.id(), number));
  }

  private void keep(Owner user) {
    if (transaction.proofWritten().contains(user.id())) {
      attributes.dropFalseProof(user.id());
      claims.recordProof(user.id());
    }
  }
}

package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import jakarta.persistence.PersistenceException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Adopts the users of a realm that has begun to take part: canonical values, claims. It goes in
 * small batches, each in a transaction of its own that also moves the bookmark on, so that any node
 * can go on where another stopped, and nobody's login waits.
 */
final class Adoption {

  private static final Logger LOG = Logger.getLogger(Adoption.class);
  private static final int BATCH = 200;
  private static final int TOLD_EVERY = 5000;

  private final KeycloakSessionFactory sessions;

  Adoption(KeycloakSessionFactory sessions) {
    this.sessions = sessions;
  }

  /** Adopts every realm that needs it, as far as no other node does. */
  void run() {
    for (String realmId : due()) {
      try {
        adopt(realmId);
      } catch (PersistenceException e) {
        // A realm that was removed since then has nothing to adopt.
        if (due().contains(realmId)) {
          throw e;
        }
      }
    }
  }

  private List<String> due() {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        sessions,
        session -> {
          AdoptionTable table = new AdoptionTable(JpaClaimLedgerFactory.db(session));
          table.forgetOthers();
          return table.due();
        });
  }

  private void adopt(String realmId) {
    boolean more = true;
    while (more) {
      more =
          KeycloakModelUtils.runJobInTransactionWithResult(
              sessions, session -> adoptBatch(session, realmId));
    }
  }

  /** Returns whether there may be more to do for this node. */
  private static boolean adoptBatch(KeycloakSession session, String realmId) {
    RealmModel realm = session.realms().getRealm(realmId);
    AdoptionTable table = new AdoptionTable(JpaClaimLedgerFactory.db(session));
    if (realm == null
        || new RealmPolicies(JpaClaimLedgerFactory.db(session)).of(realmId).isEmpty()) {
      return false;
    }
    session.getContext().setRealm(realm);
    table.begin(realmId, Time.currentTimeMillis());
    Optional<AdoptionEntity> found = table.lock(realmId);
    if (found.isEmpty() || found.get().finishedAt() != null) {
      return false;
    }
    AdoptionEntity adoption = found.get();
    List<String> users = table.usersAfter(realmId, adoption.lastUserId(), BATCH);
    if (users.isEmpty()) {
      adoption.finish(Time.currentTimeMillis());
      LOG.infof(
          "Adopted realm %s: %d users, %d conflicts",
          realm.getName(), adoption.users(), adoption.conflicts());
      return false;
    }
    Set<String> busy = table.hold(users);
    List<String> free = users.stream().takeWhile(user -> !busy.contains(user)).toList();
    if (free.isEmpty()) {
      return false;
    }
    advance(adoption, realm, free, adopt(session, realm, free));
    return true;
  }

  private static void advance(
      AdoptionEntity adoption, RealmModel realm, List<String> users, List<Loss> conflicts) {
    conflicts.forEach(lost -> LOG.warnf("Adopting realm %s: %s", realm.getName(), lost.inLog()));
    int before = adoption.users();
    adoption.advance(users.get(users.size() - 1), users.size(), conflicts.size());
    if (before / TOLD_EVERY != adoption.users() / TOLD_EVERY) {
      LOG.infof("Adopting realm %s: %d users so far", realm.getName(), adoption.users());
    }
  }

  private static List<Loss> adopt(KeycloakSession session, RealmModel realm, List<String> userIds) {
    Session db = JpaClaimLedgerFactory.db(session);
    ClaimSettlement settlement = new ClaimSettlement(db, TouchedUsers.of(db), Occasion.ADOPTION);
    Set<ClaimKind> all = EnumSet.allOf(ClaimKind.class);
    List<Loss> conflicts =
        settlement.settle(
            userIds.stream().collect(Collectors.toMap(Function.identity(), id -> all)));
    new AttributeTable(db)
        .withFalseProof(userIds)
        .forEach(id -> dropProof(session.users().getUserById(realm, id)));
    settlement.won().stream()
        .filter(StoredValue::isRespelled)
        .forEach(value -> write(session.users().getUserById(realm, value.userId()), value));
    return conflicts;
  }

  private static void dropProof(UserModel user) {
    UserAttributes.PROOF.forEach(user::removeAttribute);
  }

  /** Through the model, so that the caches of all nodes hear of it. */
  private static void write(UserModel user, StoredValue value) {
    user.setSingleAttribute(value.kind().attribute(), value.canonical());
  }
}

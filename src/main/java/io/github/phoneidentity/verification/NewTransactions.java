package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Runs work in a new transaction, which stays committed if the transaction of the request is rolled
 * back.
 */
record NewTransactions(KeycloakSession session, InstantSource clock) {

  <T> T run(RealmModel realm, Function<UnitOfWork, T> task) {
    return run(RealmPolicy.of(realm), task);
  }

  <T> T run(VerificationPolicy policy, Function<UnitOfWork, T> task) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        session.getKeycloakSessionFactory(),
        newSession -> task.apply(new UnitOfWork(newSession, policy, clock)));
  }

  /** Runs work that is rolled back unless it has a result. */
  <T> Optional<T> runOrRollBack(VerificationPolicy policy, Function<UnitOfWork, Optional<T>> task) {
    return run(
        policy,
        work -> {
          Optional<T> result = task.apply(work);
          if (result.isEmpty()) {
            work.rollBack();
          }
          return result;
        });
  }

  /** The challenge, if it was made for {@code binding} and is open. */
  Optional<ChallengeEntity> open(RealmModel realm, Binding binding, String id) {
    return run(
        realm,
        work ->
            work.store
                .find(realm.getId(), binding, id)
                .filter(challenge -> work.view(challenge).isOpen()));
  }
}

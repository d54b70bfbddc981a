package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.ChallengeRequest;
import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.Optional;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Moves an open challenge to another authentication session in which its user has started the same
 * step again. It keeps its remaining guesses, and it is open in one authentication session only.
 */
public final class ChallengeTransfer {

  private final EntityManager entities;
  private final InstantSource clock;

  public ChallengeTransfer(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The challenges in the database of a session. */
  public static ChallengeTransfer of(KeycloakSession session, InstantSource clock) {
    return new ChallengeTransfer(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  /** Moves the user's open challenge to the binding of the request; empty if there is none. */
  public Optional<ChallengeEntity> moveOpen(String realmId, ChallengeRequest request) {
    return entities
        .createQuery(
            "select c from ChallengeEntity c where c.realmId = :realm and c.purpose = :purpose"
                + " and c.userId = :user and c.channel = :channel and c.address = :address"
                + " and c.state = :open and c.expiresAt > :now and c.attempts < c.maxAttempts"
                + " order by c.sentAt desc",
            ChallengeEntity.class)
        .setParameter("realm", realmId)
        .setParameter("purpose", request.purpose())
        .setParameter("user", request.userId())
        .setParameter("channel", request.recipient().channel())
        .setParameter("address", request.recipient().address())
        .setParameter("open", State.OPEN)
        .setParameter("now", clock.millis())
        .getResultStream()
        .filter(challenge -> request.binding().isSameStep(challenge.binding))
        .findFirst()
        .filter(challenge -> move(challenge, request.binding()));
  }

  /** The user's challenge of this id that was moved from {@code from} to another binding. */
  public Optional<ChallengeEntity> findMoved(
      String realmId, Binding from, String id, String userId) {
    return entities
        .createQuery(
            "select c from ChallengeEntity c where c.id = :id and c.realmId = :realm"
                + " and c.userId = :user and c.binding <> :binding",
            ChallengeEntity.class)
        .setParameter("id", id)
        .setParameter("realm", realmId)
        .setParameter("user", userId)
        .setParameter("binding", from.value())
        .getResultStream()
        .filter(challenge -> from.isSameStep(challenge.binding))
        .findFirst();
  }

  private boolean move(ChallengeEntity challenge, Binding to) {
    return entities
            .createQuery(
                "update ChallengeEntity c set c.binding = :to"
                    + " where c.id = :id and c.binding = :from and c.state = :open")
            .setParameter("to", to.value())
            .setParameter("id", challenge.id)
            .setParameter("from", challenge.binding)
            .setParameter("open", State.OPEN)
            .executeUpdate()
        == 1;
  }
}

package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.ChallengeRequest;
import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes an open challenge along to another tab or session in which its user has begun the same step
 * again. It is the same challenge with the guesses that are left, and it is open in one place only:
 * the place before has lost it.
 */
public final class ChallengeTransfer {

  private final EntityManager entities;
  private final InstantSource clock;

  public ChallengeTransfer(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The challenge, which is in the place of the request now; empty if there is none to take. */
  public Optional<ChallengeEntity> take(String realmId, ChallengeRequest request) {
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

  /** The user's challenge of this id that has been taken along from {@code place} to another. */
  public Optional<ChallengeEntity> taken(String realmId, Binding place, String id, String userId) {
    return entities
        .createQuery(
            "select c from ChallengeEntity c where c.id = :id and c.realmId = :realm"
                + " and c.userId = :user and c.binding <> :binding",
            ChallengeEntity.class)
        .setParameter("id", id)
        .setParameter("realm", realmId)
        .setParameter("user", userId)
        .setParameter("binding", place.value())
        .getResultStream()
        .filter(challenge -> place.isSameStep(challenge.binding))
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

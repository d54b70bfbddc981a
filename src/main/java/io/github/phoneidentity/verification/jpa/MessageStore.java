package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.Delivery;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What became of the messages of challenges: the columns of the table that delivery writes, by one
 * conditional statement each; it works in the transaction of its caller.
 */
public final class MessageStore {

  /** One message of a challenge. */
  public record Message(String challengeId, int number) {

    /**
     * The id that gateways are given: the same wherever and however often this message is tried.
     */
    public String id() {
      return challengeId + "-" + number;
    }
  }

  private final EntityManager entities;
  private final InstantSource clock;

  public MessageStore(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** Lets a message that was withheld go, or not, by the same statement. */
  public void release(Message message, boolean go) {
    delivery(message, go ? Delivery.PENDING : Delivery.WITHHELD, "c.delivery = :withheld")
        .setParameter("withheld", Delivery.WITHHELD)
        .executeUpdate();
  }

  /**
   * Takes a message in hand; empty if another node has, or if there is nothing left to send it for.
   */
  public Optional<ChallengeEntity> begin(Message message) {
    boolean begun =
        delivery(
                    message,
                    Delivery.SENDING,
                    "c.delivery = :pending and c.expiresAt > :now and c.state = :open")
                .setParameter("pending", Delivery.PENDING)
                .setParameter("open", State.OPEN)
                .executeUpdate()
            == 1;
    return begun
        ? Optional.of(entities.find(ChallengeEntity.class, message.challengeId()))
        : Optional.empty();
  }

  /** Writes what became of a message; false if it was told before, or a newer one was ordered. */
  public boolean end(Message message, Delivery outcome) {
    return delivery(message, outcome, "c.delivery = :sending")
            .setParameter("sending", Delivery.SENDING)
            .executeUpdate()
        == 1;
  }

  /** Messages that no node has begun to send for {@code age}, the oldest first. */
  public List<Message> waitingFor(Duration age, int most) {
    return messages(Delivery.PENDING, age, most, " and c.state = :open and c.expiresAt > :now")
        .setParameter("open", State.OPEN)
        .setParameter("now", clock.millis())
        .getResultList();
  }

  /** Messages that a node began to send {@code age} ago, with no outcome yet. */
  public List<Message> begunBefore(Duration age, int most) {
    return messages(Delivery.SENDING, age, most, "").getResultList();
  }

  private TypedQuery<Message> messages(Delivery delivery, Duration age, int most, String more) {
    return entities
        .createQuery(
            "select c.id, c.messageNumber from ChallengeEntity c"
                + " where c.delivery = :delivery and c.deliveryAt <= :before"
                + more
                + " order by c.deliveryAt",
            Message.class)
        .setParameter("delivery", delivery)
        .setParameter("before", clock.millis() - age.toMillis())
        .setMaxResults(most);
  }

  private Query delivery(Message message, Delivery next, String condition) {
    return entities
        .createQuery(
            "update ChallengeEntity c set c.delivery = :next, c.deliveryAt = :now"
                + " where c.id = :id and c.messageNumber = :number and "
                + condition)
        .setParameter("next", next)
        .setParameter("now", clock.millis())
        .setParameter("id", message.challengeId())
        .setParameter("number", message.number());
  }
}

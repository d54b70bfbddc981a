package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.outbox.Backoff;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.sms.Conversion;
import io.github.phoneidentity.sms.SmsGateways;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.Recipient;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The delivery status of the messages of challenges, in columns of the challenge's row. Each change
 * is one conditional update. It works in the transaction of its caller.
 */
public final class MessageStore {

  /** One message of a challenge. */
  public record Message(String challengeId, int number) {

    private static final Pattern ID = Pattern.compile("([0-9a-f-]{36})-([1-9][0-9]{0,8})");

    /** The message of this id; empty if no message of a challenge has such an id. */
    public static Optional<Message> of(String id) {
      Matcher matcher = ID.matcher(id);
      return matcher.matches()
          ? Optional.of(new Message(matcher.group(1), Integer.parseInt(matcher.group(2))))
          : Optional.empty();
    }

    /** The id that gateways get: it is the same for every attempt to send this message. */
    public String id() {
      return challengeId + "-" + number;
    }
  }

  /** A message that may be claimed, with the realm and recipient that determine its lane. */
  public record Waiting(
      String challengeId, int number, String realmId, Channel channel, String address) {

    public Message message() {
      return new Message(challengeId, number);
    }

    public Recipient recipient() {
      return new Recipient(channel, address);
    }
  }

  /**
   * Long enough for the node that wrote the message to claim it, short enough for a user who waits.
   */
  static final Duration SWEPT_AFTER = Duration.ofSeconds(5);

  private static final Backoff BACKOFF = new Backoff(SWEPT_AFTER, Duration.ofMinutes(1));
  private static final int MOST_TRIES = 3;

  private final EntityManager entities;
  private final InstantSource clock;

  public MessageStore(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The messages in the database of a session. */
  public static MessageStore of(KeycloakSession session, InstantSource clock) {
    return new MessageStore(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  /** Releases a withheld message, or leaves it withheld by the same statement. */
  public void release(Message message, boolean isReleased) {
    change(
            message,
            Delivery.WITHHELD,
            isReleased ? Delivery.PENDING : Delivery.WITHHELD,
            SWEPT_AFTER,
            "")
        .executeUpdate();
  }

  /**
   * Claims a message; empty if another node has claimed it, or if its challenge is not open any
   * more.
   *
   * @param lease how long the claim is good for
   */
  public Optional<ChallengeEntity> claim(Message message, Duration lease) {
    boolean claimed =
        change(
                    message,
                    Delivery.PENDING,
                    Delivery.SENDING,
                    lease,
                    " and c.expiresAt > :now and c.state = :open")
                .setParameter("now", clock.millis())
                .setParameter("open", State.OPEN)
                .executeUpdate()
            == 1;
    return claimed
        ? Optional.of(entities.find(ChallengeEntity.class, message.challengeId()))
        : Optional.empty();
  }

  /**
   * Records the outcome of a message; false if it was recorded before, or there is a newer message.
   */
  public boolean settle(Message message, Delivery from, Delivery outcome) {
    return change(message, from, outcome, Duration.ZERO, "").executeUpdate() == 1;
  }

  /**
   * Records that a message which was accepted, or is being sent, was not delivered; false if it had
   * failed before, there is a newer one, its code is not open any more, or another gateway has
   * accepted it.
   *
   * @param gateway the provider id of the gateway that reports the failure
   * @param isOnlyOne whether the message can have been given to no other gateway, so that it is
   *     this one's although none is stored: it is being sent, or was sent by an older version
   */
  public boolean failLater(Message message, String gateway, boolean isOnlyOne) {
    return entities
            .createQuery(
                "update ChallengeEntity c set c.delivery = :rejected, c.deliveryAt = :now"
                    + " where c.id = :id and c.messageNumber = :number"
                    + " and c.delivery in (:sending, :accepted) and (c.acceptedBy = :gateway"
                    + (isOnlyOne ? " or c.acceptedBy is null)" : ")")
                    + " and c.state = :open and c.expiresAt > :now")
            .setParameter("rejected", Delivery.REJECTED)
            .setParameter("sending", Delivery.SENDING)
            .setParameter("accepted", Delivery.ACCEPTED)
            .setParameter("gateway", gateway)
            .setParameter("open", State.OPEN)
            .setParameter("now", clock.millis())
            .setParameter("id", message.challengeId())
            .setParameter("number", message.number())
            .executeUpdate()
        == 1;
  }

  /**
   * Stores which gateway has accepted the message, and by what it wants to be notified that the
   * code was confirmed; false if there is a newer message.
   */
  public boolean remember(Message message, SmsGateways.Sent sent) {
    return entities
            .createQuery(
                "update ChallengeEntity c set c.acceptedBy = :acceptedBy, c.conversionGateway ="
                    + " :gateway, c.conversionId = :conversion"
                    + " where c.id = :id and c.messageNumber = :number")
            .setParameter("acceptedBy", sent.acceptedBy().orElse(null))
            .setParameter("gateway", sent.conversion().map(Conversion::gateway).orElse(null))
            .setParameter("conversion", sent.conversion().map(Conversion::id).orElse(null))
            .setParameter("id", message.challengeId())
            .setParameter("number", message.number())
            .executeUpdate()
        == 1;
  }

  /**
   * Counts that a message could not be written.
   *
   * @return {@link Delivery#PENDING} if it is to be tried again, or if another node has changed it
   */
  public Delivery fail(Message message) {
    ChallengeEntity challenge = entities.find(ChallengeEntity.class, message.challengeId());
    if (challenge == null) {
      return Delivery.PENDING;
    }
    int failures = challenge.tries + 1;
    Delivery next = failures < MOST_TRIES ? Delivery.PENDING : Delivery.REJECTED;
    boolean counted =
        change(
                    message,
                    Delivery.PENDING,
                    next,
                    BACKOFF.after(failures),
                    ", c.tries = c.tries + 1",
                    " and c.tries = :before")
                .setParameter("before", challenge.tries)
                .executeUpdate()
            == 1;
    return counted ? next : Delivery.PENDING;
  }

  /**
   * Messages that are due, the oldest of each realm, channel and first digits first, then the
   * second ones.
   */
  public List<Waiting> due(int most) {
    return entities
        .createQuery(
            "select c.id, c.messageNumber, c.realmId, c.channel, c.address from ChallengeEntity c"
                + " where c.delivery = :pending and c.deliveryAt <= :now"
                + " and c.state = :open and c.expiresAt > :now"
                + " order by row_number() over"
                + " (partition by c.realmId, c.channel,"
                + " case when c.channel = sms then substring(c.address, 1, 4) else '' end"
                + " order by c.deliveryAt), c.deliveryAt",
            Waiting.class)
        .setParameter("pending", Delivery.PENDING)
        .setParameter("open", State.OPEN)
        .setParameter("now", clock.millis())
        .setMaxResults(most)
        .getResultList();
  }

  /** Messages that a node claimed and whose lease has expired without an outcome. */
  public List<Message> expiredLeases(int most) {
    return messages("c.delivery = :delivery and c.deliveryAt <= :now", Delivery.SENDING, most);
  }

  /** Messages that no node claimed before their code expired. */
  public List<Message> expired(int most) {
    return messages(
        "c.delivery = :delivery and c.expiresAt <= :now and c.state = OPEN",
        Delivery.PENDING,
        most);
  }

  private List<Message> messages(String condition, Delivery delivery, int most) {
    return entities
        .createQuery(
            "select c.id, c.messageNumber from ChallengeEntity c where " + condition, Message.class)
        .setParameter("delivery", delivery)
        .setParameter("now", clock.millis())
        .setMaxResults(most)
        .getResultList();
  }

  private Query change(Message message, Delivery from, Delivery next, Duration delay, String more) {
    return change(message, from, next, delay, "", more);
  }

  private Query change(
      Message message, Delivery from, Delivery next, Duration delay, String set, String more) {
    return entities
        .createQuery(
            "update ChallengeEntity c set c.delivery = :next, c.deliveryAt = :at"
                + set
                + " where c.id = :id and c.messageNumber = :number and c.delivery = :from"
                + more)
        .setParameter("next", next)
        .setParameter("at", clock.millis() + delay.toMillis())
        .setParameter("id", message.challengeId())
        .setParameter("number", message.number())
        .setParameter("from", from);
  }
}

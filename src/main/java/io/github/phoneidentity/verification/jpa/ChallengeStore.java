package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.ChallengeRequest;
import io.github.phoneidentity.verification.Delivery;
import io.github.phoneidentity.verification.Purpose;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/**
 * The table of challenges. What decides between parallel requests is one conditional statement
 * each, whose count of rows is the answer; it works in the transaction of its caller.
 */
public final class ChallengeStore {

  /** What is decided when a challenge is made and does not change with the policy afterwards. */
  public record Terms(
      String realmId, String keyId, int codeLength, int maxAttempts, Duration lifespan) {}

  /** One message of a challenge. */
  public record Message(String challengeId, int number) {

    /**
     * The id that gateways are given: the same wherever and however often this message is tried.
     */
    public String id() {
      return challengeId + "-" + number;
    }
  }

  /**
   * A code is never good for longer than this after it was first sent, however often it is sent
   * again.
   */
  private static final Duration LONGEST = Duration.ofSeconds(600);

  private final EntityManager entities;
  private final InstantSource clock;

  public ChallengeStore(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The challenge with this id, whoever may use it. */
  public Optional<ChallengeEntity> find(String id) {
    return Optional.ofNullable(entities.find(ChallengeEntity.class, id));
  }

  public Optional<ChallengeEntity> find(String realmId, Binding binding, String id) {
    return entities
        .createQuery(
            "select c from ChallengeEntity c where c.id = :id and c.realmId = :realm and c.binding"
                + " = :binding",
            ChallengeEntity.class)
        .setParameter("id", id)
        .setParameter("realm", realmId)
        .setParameter("binding", binding.value())
        .getResultStream()
        .findFirst();
  }

  /** The challenge that is still open in this place. */
  public Optional<ChallengeEntity> open(String realmId, Binding binding) {
    return entities
        .createQuery(
            "select c from ChallengeEntity c where c.realmId = :realm and c.binding = :binding"
                + " and c.state = :open and c.expiresAt > :now and c.attempts < c.maxAttempts",
            ChallengeEntity.class)
        .setParameter("realm", realmId)
        .setParameter("binding", binding.value())
        .setParameter("open", State.OPEN)
        .setParameter("now", clock.millis())
        .getResultStream()
        .findFirst();
  }

  /** Ends what is open in this place, because something newer begins there. */
  public void replaceOpen(String realmId, Binding binding) {
    entities
        .createQuery(
            "update ChallengeEntity c set c.state = :replaced"
                + " where c.realmId = :realm and c.binding = :binding and c.state = :open")
        .setParameter("replaced", State.REPLACED)
        .setParameter("realm", realmId)
        .setParameter("binding", binding.value())
        .setParameter("open", State.OPEN)
        .executeUpdate();
  }

  public ChallengeEntity create(ChallengeRequest request, Terms terms) {
    long now = clock.millis();
    ChallengeEntity challenge = new ChallengeEntity();
    challenge.id = UUID.randomUUID().toString();
    challenge.realmId = terms.realmId();
    challenge.purpose = request.purpose();
    challenge.channel = request.recipient().channel();
    challenge.address = request.recipient().address();
    challenge.userId = request.userId();
    challenge.asked = request.asked() == null ? null : request.asked().subject();
    challenge.binding = request.binding().value();
    challenge.keyId = terms.keyId();
    challenge.state = State.OPEN;
    challenge.codeLength = terms.codeLength();
    challenge.maxAttempts = terms.maxAttempts();
    challenge.firstSentAt = now;
    challenge.sentAt = now;
    challenge.expiresAt = now + terms.lifespan().toMillis();
    challenge.delivery = ordered(request.purpose());
    challenge.messageNumber = 1;
    challenge.deliveryAt = now;
    challenge.locale = request.locale().toLanguageTag();
    challenge.host = request.host();
    entities.persist(challenge);
    return challenge;
  }

  /** What may not reveal an account is let go afterwards, by {@link #release}, or never. */
  private static Delivery ordered(Purpose purpose) {
    return purpose.asksAboutAccount() ? Delivery.WITHHELD : Delivery.PENDING;
  }

  /** Lets a message that was withheld go, or not, by the same statement. */
  public void release(Message message, boolean go) {
    delivery(message, go ? Delivery.PENDING : Delivery.WITHHELD, "c.delivery = :withheld")
        .setParameter("withheld", Delivery.WITHHELD)
        .executeUpdate();
  }

  /** Orders the same code once more; empty if the challenge has ended meanwhile. */
  public Optional<ChallengeEntity> resend(String id, Purpose purpose, Duration lifespan) {
    long now = clock.millis();
    Query update =
        whileOpen(
                id,
                "c.sentAt = :now, c.delivery = :ordered, c.deliveryAt = :now,"
                    + " c.messageNumber = c.messageNumber + 1,"
                    + " c.expiresAt = case when c.firstSentAt + :longest < :end"
                    + " then c.firstSentAt + :longest else :end end")
            .setParameter("end", now + lifespan.toMillis())
            .setParameter("longest", LONGEST.toMillis())
            .setParameter("ordered", ordered(purpose));
    return ifUpdated(update, id);
  }

  /** Counts a guess; empty if none is left or the challenge has ended. */
  public Optional<ChallengeEntity> countGuess(String id) {
    return ifUpdated(whileOpen(id, "c.attempts = c.attempts + 1"), id);
  }

  /**
   * Uses the code up for a proof that is good for {@code lifespan}; empty if somebody else just
   * did.
   */
  public Optional<ChallengeEntity> prove(String id, Duration lifespan) {
    long now = clock.millis();
    Query update =
        entities
            .createQuery(
                "update ChallengeEntity c set c.state = :proven, c.expiresAt = :end"
                    + " where c.id = :id and c.state = :open and c.expiresAt > :now")
            .setParameter("proven", State.PROVEN)
            .setParameter("end", now + lifespan.toMillis())
            .setParameter("id", id)
            .setParameter("open", State.OPEN)
            .setParameter("now", now);
    return ifUpdated(update, id);
  }

  private Optional<ChallengeEntity> ifUpdated(Query update, String id) {
    return update.executeUpdate() == 1
        ? Optional.of(entities.find(ChallengeEntity.class, id))
        : Optional.empty();
  }

  /** Spends the proof on a user; false if it was spent, has ended, or never was. */
  public boolean spend(String realmId, Binding binding, String id, String userId) {
    return entities
            .createQuery(
                "update ChallengeEntity c set c.state = :spent, c.spentOn = :user"
                    + " where c.id = :id and c.realmId = :realm and c.binding = :binding"
                    + " and c.state = :proven and c.expiresAt > :now")
            .setParameter("spent", State.SPENT)
            .setParameter("user", userId)
            .setParameter("id", id)
            .setParameter("realm", realmId)
            .setParameter("binding", binding.value())
            .setParameter("proven", State.PROVEN)
            .setParameter("now", clock.millis())
            .executeUpdate()
        == 1;
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

  /**
   * Drops challenges that ended {@code age} ago, skipping rows that are in use.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public int removeExpired(Duration age, int batch) {
    List<ChallengeEntity> expired =
        entities
            .createQuery(
                "select c from ChallengeEntity c where c.expiresAt <= :before",
                ChallengeEntity.class)
            .setParameter("before", clock.millis() - age.toMillis())
            .setMaxResults(batch)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
            .getResultList();
    expired.forEach(entities::remove);
    return expired.size();
  }

  private Query whileOpen(String id, String assignments) {
    return entities
        .createQuery(
            "update ChallengeEntity c set "
                + assignments
                + " where c.id = :id and c.state = :open and c.expiresAt > :now and c.attempts <"
                + " c.maxAttempts")
        .setParameter("id", id)
        .setParameter("open", State.OPEN)
        .setParameter("now", clock.millis());
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

package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.jpa.ExpiredRows;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.ChallengeRequest;
import io.github.phoneidentity.verification.Purpose;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * The table of challenges. A decision between parallel requests is one conditional update, whose
 * row count is the result. It works in the transaction of its caller.
 */
public final class ChallengeStore {

  /** The terms of a challenge, which a later change of the policy does not affect. */
  public record Terms(
      String realmId, String keyId, int codeLength, int maxAttempts, Duration lifespan) {}

  private final EntityManager entities;
  private final InstantSource clock;

  public ChallengeStore(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The table in the database of a session. */
  public static ChallengeStore of(KeycloakSession session, InstantSource clock) {
    return new ChallengeStore(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  /** The challenge of that id, whatever its binding. */
  public Optional<ChallengeEntity> find(String id) {
    return Optional.ofNullable(entities.find(ChallengeEntity.class, id));
  }

  /** The challenge of that id in any state, if it was made for {@code binding}. */
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

  /** The open challenge of this binding. */
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

  /** Marks the open challenge of this binding as replaced, before a new one is created. */
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

  /**
   * Stores an open challenge with its first message. The caller must have replaced the open one if
   * the binding has only one.
   */
  public ChallengeEntity create(ChallengeRequest request, Terms terms) {
    long now = clock.millis();
    ChallengeEntity challenge = new ChallengeEntity();
    challenge.id = UUID.randomUUID().toString();
    challenge.realmId = terms.realmId();
    challenge.purpose = request.purpose();
    challenge.channel = request.recipient().channel();
    challenge.address = request.recipient().address();
    challenge.userId = request.userId();
    challenge.identifier = request.identifier() == null ? null : request.identifier().subject();
    challenge.browser = request.browser();
    challenge.binding = request.binding().value();
    challenge.keyId = terms.keyId();
    challenge.state = State.OPEN;
    challenge.codeLength = terms.codeLength();
    challenge.maxAttempts = terms.maxAttempts();
    challenge.firstSentAt = now;
    challenge.sentAt = now;
    challenge.expiresAt = now + terms.lifespan().toMillis();
    challenge.delivery = initialDelivery(request.purpose());
    challenge.messageNumber = 1;
    challenge.deliveryAt = now + MessageStore.SWEPT_AFTER.toMillis();
    challenge.locale = request.locale().toLanguageTag();
    challenge.host = request.textOrigin().host();
    challenge.appHash = request.textOrigin().appHash();
    challenge.client = request.client();
    entities.persist(challenge);
    return challenge;
  }

  /** A message that must not disclose an account is withheld until {@link MessageStore#release}. */
  private static Delivery initialDelivery(Purpose purpose) {
    return purpose.asksAboutAccount() ? Delivery.WITHHELD : Delivery.PENDING;
  }

  /**
   * Adds a message with the same code, of which no gateway has said anything; empty if the
   * challenge is not open any more.
   */
  public Optional<ChallengeEntity> resend(ChallengeEntity challenge, Duration lifespan) {
    long now = clock.millis();
    Query update =
        whileOpen(
                challenge.id,
                "c.sentAt = :now, c.delivery = :ordered, c.deliveryAt = :due, c.tries = 0,"
                    + " c.messageNumber = c.messageNumber + 1, c.expiresAt = :end,"
                    + " c.acceptedBy = null, c.conversionGateway = null, c.conversionId = null")
            .setParameter("due", now + MessageStore.SWEPT_AFTER.toMillis())
            .setParameter("end", challenge.resentUntil(now, lifespan))
            .setParameter("ordered", initialDelivery(challenge.purpose));
    return ifUpdated(update, challenge.id);
  }

  /**
   * Counts a guess at a challenge that this transaction has read, which is read again; false if
   * none is left or the challenge is not open any more.
   */
  public boolean countGuess(ChallengeEntity challenge) {
    if (whileOpen(challenge.id, "c.attempts = c.attempts + 1").executeUpdate() == 0) {
      return false;
    }
    entities.refresh(challenge);
    return true;
  }

  /**
   * Makes the challenge a proof that is valid for {@code lifespan}; empty if another request just
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

  /**
   * Consumes the proof for a user; false if it was consumed, has expired, never was one, or was
   * revoked because {@code revoking} is exceeded.
   */
  public boolean spend(Binding binding, String id, String userId, Limit revoking) {
    return entities
            .createQuery(
                "update ChallengeEntity c set c.state = :spent, c.spentOn = :user"
                    + " where c.id = :id and c.realmId = :realm and c.binding = :binding"
                    + " and c.state = :proven and c.expiresAt > :now"
                    + " and not exists (select l.used from LimitEntity l where l.realmId = :realm"
                    + " and l.scope = :scope and l.subject = :subject and l.used >= :max)")
            .setParameter("spent", State.SPENT)
            .setParameter("user", userId)
            .setParameter("id", id)
            .setParameter("realm", revoking.realmId())
            .setParameter("scope", revoking.scope())
            .setParameter("subject", revoking.subject())
            .setParameter("max", revoking.max())
            .setParameter("binding", binding.value())
            .setParameter("proven", State.PROVEN)
            .setParameter("now", clock.millis())
            .executeUpdate()
        == 1;
  }

  /**
   * Deletes challenges that expired {@code age} ago.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public int removeExpired(Duration age, int batch) {
    return ExpiredRows.remove(
        entities,
        entities
            .createQuery(
                "select c from ChallengeEntity c where c.expiresAt <= :before",
                ChallengeEntity.class)
            .setParameter("before", clock.millis() - age.toMillis()),
        batch);
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
}

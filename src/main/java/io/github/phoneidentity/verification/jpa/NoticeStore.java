package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.limit.jpa.ExpiredRows;
import io.github.phoneidentity.outbox.Backoff;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The table of security notices; it works in the transaction of its caller. */
public final class NoticeStore {

  /**
   * How long a notice is tried again while no gateway can be reached. An older one that is still
   * pending comes from a restored backup.
   */
  private static final Duration TRIED_FOR = Duration.ofHours(1);

  /** Long enough for the node that wrote the notice to claim it. */
  private static final Duration SWEPT_AFTER = Duration.ofMinutes(1);

  private static final Backoff BACKOFF = new Backoff(SWEPT_AFTER, Duration.ofMinutes(10));

  /** How often a message is tried that cannot be written. */
  private static final int MOST_TRIES = 5;

  /** A notice that may be claimed, with the realm and recipient that determine its lane. */
  public record Waiting(String id, String realmId, Channel channel, String address) {

    public Recipient recipient() {
      return new Recipient(channel, address);
    }
  }

  private final EntityManager entities;
  private final InstantSource clock;

  public NoticeStore(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The table in the database of a session. */
  public static NoticeStore of(KeycloakSession session, InstantSource clock) {
    return new NoticeStore(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  /** Writes a pending notice, and returns its id. */
  public String create(
      RealmModel realm, Recipient recipient, SecurityNotice kind, String detail, Locale locale) {
    NoticeEntity notice = new NoticeEntity();
    notice.id = UUID.randomUUID().toString();
    notice.realmId = realm.getId();
    notice.notice = kind;
    notice.channel = recipient.channel();
    notice.address = recipient.address();
    notice.detail = detail;
    notice.locale = locale.toLanguageTag();
    notice.createdAt = clock.millis();
    notice.delivery = Delivery.PENDING;
    notice.deliveryAt = clock.millis() + SWEPT_AFTER.toMillis();
    entities.persist(notice);
    return notice.id;
  }

  /**
   * Claims a notice; empty if another node has claimed it.
   *
   * @param lease how long the claim is good for
   */
  public Optional<NoticeEntity> claim(String id, Duration lease) {
    return change(id, Delivery.PENDING, Delivery.SENDING, 0, lease)
        ? Optional.of(entities.find(NoticeEntity.class, id))
        : Optional.empty();
  }

  /** Records the outcome of a notice. If it was provably not handed over, it is tried again. */
  public boolean settle(String id, Delivery outcome) {
    return outcome == Delivery.UNREACHABLE
        ? retry(id, Delivery.SENDING, Integer.MAX_VALUE, outcome).isPresent()
        : change(id, Delivery.SENDING, outcome, 0, Duration.ZERO);
  }

  /**
   * Counts that a notice could not be written.
   *
   * @return {@link Delivery#PENDING} if it is to be tried again, or if another node has changed it
   */
  public Delivery fail(String id) {
    return retry(id, Delivery.PENDING, MOST_TRIES, Delivery.REJECTED).orElse(Delivery.PENDING);
  }

  /**
   * Schedules the next try, or records {@code last}; empty if another node has changed the notice.
   */
  private Optional<Delivery> retry(String id, Delivery from, int most, Delivery last) {
    NoticeEntity notice = entities.find(NoticeEntity.class, id);
    if (notice == null) {
      return Optional.empty();
    }
    int failures = notice.tries + 1;
    boolean again = failures < most && notice.createdAt > oldest();
    Delivery next = again ? Delivery.PENDING : last;
    return Optional.of(next)
        .filter(to -> change(id, from, to, 1, again ? BACKOFF.after(failures) : Duration.ZERO));
  }

  private boolean change(String id, Delivery from, Delivery to, int failures, Duration delay) {
    return entities
            .createQuery(
                "update NoticeEntity n set n.delivery = :to, n.deliveryAt = :at,"
                    + " n.tries = n.tries + :failures where n.id = :id and n.delivery = :from")
            .setParameter("id", id)
            .setParameter("from", from)
            .setParameter("to", to)
            .setParameter("at", clock.millis() + delay.toMillis())
            .setParameter("failures", failures)
            .executeUpdate()
        == 1;
  }

  private long oldest() {
    return clock.millis() - TRIED_FOR.toMillis();
  }

  /**
   * Notices that are due, the oldest of each realm, channel and first digits first, then the second
   * ones.
   */
  public List<Waiting> due(int most) {
    return entities
        .createQuery(
            "select n.id, n.realmId, n.channel, n.address from NoticeEntity n"
                + " where n.delivery = :pending and n.deliveryAt <= :now and n.createdAt > :oldest"
                + " order by row_number() over"
                + " (partition by n.realmId, n.channel,"
                + " case when n.channel = sms then substring(n.address, 1, 4) else '' end"
                + " order by n.deliveryAt), n.deliveryAt",
            Waiting.class)
        .setParameter("pending", Delivery.PENDING)
        .setParameter("oldest", oldest())
        .setParameter("now", clock.millis())
        .setMaxResults(most)
        .getResultList();
  }

  /**
   * Records the outcome of pending notices that are too old to be sent.
   *
   * @return how many
   */
  public int expire() {
    return expire(Delivery.PENDING, "n.createdAt <= :then", oldest(), Delivery.UNREACHABLE);
  }

  /**
   * Records the outcome of notices whose lease has expired without one: they may have been sent.
   *
   * @return how many
   */
  public int expireLeases() {
    return expire(Delivery.SENDING, "n.deliveryAt <= :then", clock.millis(), Delivery.UNKNOWN);
  }

  private int expire(Delivery from, String condition, long then, Delivery outcome) {
    return entities
        .createQuery(
            "update NoticeEntity n set n.delivery = :outcome, n.deliveryAt = :now"
                + " where n.delivery = :from and "
                + condition)
        .setParameter("outcome", outcome)
        .setParameter("now", clock.millis())
        .setParameter("from", from)
        .setParameter("then", then)
        .executeUpdate();
  }

  /**
   * Deletes notices whose outcome was recorded {@code age} ago.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public int removeSettled(Duration age, int batch) {
    return ExpiredRows.remove(
        entities,
        entities
            .createQuery(
                "select n from NoticeEntity n where n.deliveryAt <= :before"
                    + " and n.delivery not in (:pending, :sending)",
                NoticeEntity.class)
            .setParameter("before", clock.millis() - age.toMillis())
            .setParameter("pending", Delivery.PENDING)
            .setParameter("sending", Delivery.SENDING),
        batch);
  }
}

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
import org.keycloak.models.RealmModel;

/** The table of security notices; it works in the transaction of its caller. */
public final class NoticeStore {

  /**
   * A notice that no gateway could be reached for is tried again until it is this old. One that is
   * older and still waits comes from a backup that was restored.
   */
  private static final Duration TRIED_FOR = Duration.ofHours(1);

  /** Also how long the node that wrote a notice has to begin itself. */
  private static final Duration SWEPT_AFTER = Duration.ofMinutes(1);

  private static final Backoff BACKOFF = new Backoff(SWEPT_AFTER, Duration.ofMinutes(10));

  /** For a notice that cannot be written. */
  private static final int MOST_TRIES = 5;

  /** A notice that may be claimed, and what decides how it travels. */
  public record Waiting(String id, String realmId, Channel channel) {}

  private final EntityManager entities;
  private final InstantSource clock;

  public NoticeStore(EntityManager entities, InstantSource clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** Writes a notice that waits to be sent, and gives its id. */
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
   * Claims a notice; empty if another node has.
   *
   * @param lease how long the claim is good for
   */
  public Optional<NoticeEntity> claim(String id, Duration lease) {
    return change(id, Delivery.PENDING, Delivery.SENDING, 0, lease)
        ? Optional.of(entities.find(NoticeEntity.class, id))
        : Optional.empty();
  }

  /** Writes what became of a notice. What was provably not handed over waits to be tried again. */
  public boolean settle(String id, Delivery outcome) {
    return outcome == Delivery.UNREACHABLE
        ? retry(id, Delivery.SENDING, Integer.MAX_VALUE, outcome).isPresent()
        : change(id, Delivery.SENDING, outcome, 0, Duration.ZERO);
  }

  /**
   * Counts that a notice could not be written.
   *
   * @return {@link Delivery#PENDING} if it is to be tried again, or if it is another node's affair
   */
  public Delivery fail(String id) {
    return retry(id, Delivery.PENDING, MOST_TRIES, Delivery.REJECTED).orElse(Delivery.PENDING);
  }

  /** Lets a notice wait for its next try, or ends it as {@code last}; empty if it has changed. */
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

  private boolean change(String id, Delivery from, Delivery to, int failures, Duration wait) {
    return entities
            .createQuery(
                "update NoticeEntity n set n.delivery = :to, n.deliveryAt = :at,"
                    + " n.tries = n.tries + :failures where n.id = :id and n.delivery = :from")
            .setParameter("id", id)
            .setParameter("from", from)
            .setParameter("to", to)
            .setParameter("at", clock.millis() + wait.toMillis())
            .setParameter("failures", failures)
            .executeUpdate()
        == 1;
  }

  private long oldest() {
    return clock.millis() - TRIED_FOR.toMillis();
  }

  /** Notices that are due, the oldest of each realm and channel first, then the second ones. */
  public List<Waiting> due(int most) {
    return entities
        .createQuery(
            "select n.id, n.realmId, n.channel from NoticeEntity n"
                + " where n.delivery = :pending and n.deliveryAt <= :now and n.createdAt > :oldest"
                + " order by row_number() over"
                + " (partition by n.realmId, n.channel order by n.deliveryAt), n.deliveryAt",
            Waiting.class)
        .setParameter("pending", Delivery.PENDING)
        .setParameter("oldest", oldest())
        .setParameter("now", clock.millis())
        .setMaxResults(most)
        .getResultList();
  }

  /**
   * Settles notices that wait although they are too old to be sent.
   *
   * @return how many
   */
  public int expire() {
    return expire(Delivery.PENDING, "n.createdAt <= :then", oldest(), Delivery.UNREACHABLE);
  }

  /**
   * Settles notices that a node claimed and whose lease has ended with no outcome: they may have
   * been sent.
   *
   * @return how many
   */
  public int endLeases() {
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
   * Drops notices that ended {@code age} ago.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public int removeEnded(Duration age, int batch) {
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

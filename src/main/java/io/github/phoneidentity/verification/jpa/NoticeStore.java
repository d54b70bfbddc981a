package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.limit.jpa.EndedRows;
import io.github.phoneidentity.verification.Delivery;
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
    notice.deliveryAt = clock.millis();
    entities.persist(notice);
    return notice.id;
  }

  /** Takes a notice in hand; empty if another node has. */
  public Optional<NoticeEntity> begin(String id) {
    boolean begun = change(id, Delivery.PENDING, Delivery.SENDING) == 1;
    return begun ? Optional.of(entities.find(NoticeEntity.class, id)) : Optional.empty();
  }

  /** Writes what became of a notice. What was provably not handed over waits to be tried again. */
  public boolean end(String id, Delivery outcome) {
    NoticeEntity notice = entities.find(NoticeEntity.class, id);
    boolean again =
        outcome == Delivery.UNREACHABLE
            && notice != null
            && notice.createdAt > clock.millis() - TRIED_FOR.toMillis();
    return change(id, Delivery.SENDING, again ? Delivery.PENDING : outcome) == 1;
  }

  private int change(String id, Delivery from, Delivery to) {
    return entities
        .createQuery(
            "update NoticeEntity n set n.delivery = :to, n.deliveryAt = :now"
                + " where n.id = :id and n.delivery = :from")
        .setParameter("id", id)
        .setParameter("from", from)
        .setParameter("to", to)
        .setParameter("now", clock.millis())
        .executeUpdate();
  }

  /** Notices that no node has begun to send for {@code age}. */
  public List<String> waitingFor(Duration age, int most) {
    return entities
        .createQuery(
            "select n.id from NoticeEntity n where n.delivery = :pending"
                + " and n.deliveryAt <= :before and n.createdAt > :recent order by n.deliveryAt",
            String.class)
        .setParameter("pending", Delivery.PENDING)
        .setParameter("recent", clock.millis() - TRIED_FOR.toMillis())
        .setParameter("before", clock.millis() - age.toMillis())
        .setMaxResults(most)
        .getResultList();
  }

  /** Gives up on notices that wait although they are too old to be sent. */
  public int expire() {
    return entities
        .createQuery(
            "update NoticeEntity n set n.delivery = :unreachable, n.deliveryAt = :now"
                + " where n.delivery = :pending and n.createdAt <= :recent")
        .setParameter("unreachable", Delivery.UNREACHABLE)
        .setParameter("now", clock.millis())
        .setParameter("pending", Delivery.PENDING)
        .setParameter("recent", clock.millis() - TRIED_FOR.toMillis())
        .executeUpdate();
  }

  /**
   * Gives up on notices whose node began to send them {@code age} ago and never told: they may have
   * been sent.
   */
  public int giveUp(Duration age) {
    return entities
        .createQuery(
            "update NoticeEntity n set n.delivery = :unknown, n.deliveryAt = :now"
                + " where n.delivery = :sending and n.deliveryAt <= :before")
        .setParameter("unknown", Delivery.UNKNOWN)
        .setParameter("now", clock.millis())
        .setParameter("sending", Delivery.SENDING)
        .setParameter("before", clock.millis() - age.toMillis())
        .executeUpdate();
  }

  /**
   * Drops notices that ended {@code age} ago.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public int removeEnded(Duration age, int batch) {
    return EndedRows.remove(
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

package io.github.phoneidentity.events.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.Length;

/**
 * A row of the outbox of user events. It is read and written by statements only, never as a managed
 * entity. All times are epoch milliseconds.
 */
@Entity
@Table(name = "PHONE_IDENTITY_USER_EVENT")
public class UserEventEntity {

  /** The delivery state of an event. */
  public enum State {
    /** It is waiting to be published. */
    PENDING,
    /** The broker has confirmed it. */
    PUBLISHED,
    /** It is a dead letter, which is not tried again. */
    DEAD
  }

  /** The message id, and the id of the CloudEvent. */
  @Id
  @Column(name = "ID", length = 36)
  private String id;

  /**
   * The order of events, assigned by the database when the row is inserted. For one subject it is
   * the order of the commits; for different subjects it need not be.
   */
  @Column(name = "SEQUENCE", insertable = false, updatable = false)
  private long sequence;

  /**
   * There is no foreign key, because the event about the deletion of a realm outlives the realm.
   */
  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  /** The id of the user, or of the realm if that is deleted. */
  @Column(name = "SUBJECT")
  private String subject;

  /** From 0 to 15, the same for all events of a subject. */
  @Column(name = "SHARD")
  private int shard;

  /** Such as {@code registered} or {@code realm.deleted}. */
  @Column(name = "TYPE", length = 32)
  private String type;

  /** At most 255 bytes. */
  @Column(name = "ROUTING_KEY")
  private String routingKey;

  /** The whole CloudEvent as JSON. */
  @Column(name = "PAYLOAD", length = Length.LONG32)
  private String payload;

  @Column(name = "CREATED_AT")
  private long createdAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "STATE", length = 16)
  private State state;

  /** The number of failed tries, whatever the reason was. */
  @Column(name = "TRIES")
  private int tries;

  /**
   * The number of tries at which the broker closed the channel while no other event was in flight.
   */
  @Column(name = "OFFENCES")
  private int offences;

  /**
   * Whether the last try closed the channel or the connection, so that the next try is made alone.
   */
  @Column(name = "ALONE")
  private boolean alone;

  /**
   * When the event may be published; null until a relay has seen the row, which is after its
   * commit.
   */
  @Column(name = "DUE_AT")
  private Long dueAt;

  /** The reason of the last failure; null if the event has not failed or is published. */
  @Column(name = "REASON")
  private String reason;

  /** When it was published or became a dead letter; null while it is pending. */
  @Column(name = "SETTLED_AT")
  private Long settledAt;
}

package io.github.phoneidentity.events.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.Length;

/**
 * One user event of the outbox. It is only ever read and written by statements, never as a managed
 * object. All moments are epoch milliseconds.
 */
@Entity
@Table(name = "PHONE_IDENTITY_USER_EVENT")
public class UserEventEntity {

  /** How far the relay has come with an event. */
  public enum State {
    /** It is to be published. */
    PENDING,
    /** The broker has confirmed it. */
    PUBLISHED,
    /** It is a dead letter: nobody tries it again. */
    DEAD
  }

  /** The message id, and the id of the CloudEvent. */
  @Id
  @Column(name = "ID", length = 36)
  private String id;

  /**
   * The order of events: the database counts when the row is inserted. The numbers of one subject
   * are in the order of its commits; those of different subjects need not be.
   */
  @Column(name = "SEQUENCE", insertable = false, updatable = false)
  private long sequence;

  /** There is no reference to the realm, which the event of its own deletion outlives. */
  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  /** The id of the user; for the deletion of a realm, the realm's. */
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

  /** How often it was tried and not published, for whatever reason of its own. */
  @Column(name = "TRIES")
  private int tries;

  /** Over how many of these tries the broker closed the channel while nothing else was sent. */
  @Column(name = "OFFENCES")
  private int offences;

  /** Whether the last try cost the channel or the connection: the next one is made alone. */
  @Column(name = "ALONE")
  private boolean alone;

  /** Null until a relay has first seen the row, which is after its commit. */
  @Column(name = "DUE_AT")
  private Long dueAt;

  /** Why it was not published when it was last tried; null when nothing went wrong. */
  @Column(name = "REASON")
  private String reason;

  /** When it was published or became a dead letter; null while it is pending. */
  @Column(name = "SETTLED_AT")
  private Long settledAt;
}

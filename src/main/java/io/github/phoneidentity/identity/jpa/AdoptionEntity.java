package io.github.phoneidentity.identity.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

/** How far the adoption of a realm has come. */
@Entity
@Table(name = "PHONE_IDENTITY_ADOPTION")
public class AdoptionEntity {

  /** Why a realm is adopted. */
  enum Mode {
    /** It has begun to take part, or an administrator asks for it. */
    BEGIN,
    /** No node has watched it for a while: what is not claimed has changed unseen. */
    RECONCILE,
    /** Nothing is written but the report. */
    DRY_RUN
  }

  /** What comes next, in this order. */
  enum Phase {
    READ,
    COMPARE,
    CLAIM_PHONES,
    CLAIM_NICKNAMES,
    CONCLUDE,
    REPORT
  }

  @Id
  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  @Enumerated(EnumType.STRING)
  @Column(name = "MODE", length = 16)
  private Mode mode;

  @Enumerated(EnumType.STRING)
  @Column(name = "PHASE", length = 16)
  private Phase phase;

  /** The last user or claim key of the phase, in their order; null at its beginning. */
  @Nationalized
  @Column(name = "LAST")
  private String last;

  @Column(name = "USERS")
  private int users;

  /** Epoch milliseconds; also the name of the run. */
  @Column(name = "STARTED_AT")
  private long startedAt;

  /** Epoch milliseconds; null while it goes on. */
  @Column(name = "FINISHED_AT")
  private Long finishedAt;

  /** Epoch milliseconds of the end of the last run that wrote; null before the first. */
  @Column(name = "ADOPTED_AT")
  private Long adoptedAt;

  protected AdoptionEntity() {}

  String realmId() {
    return realmId;
  }

  Mode mode() {
    return mode;
  }

  boolean isDryRun() {
    return mode == Mode.DRY_RUN;
  }

  Phase phase() {
    return phase;
  }

  String last() {
    return last;
  }

  int users() {
    return users;
  }

  long startedAt() {
    return startedAt;
  }

  Long finishedAt() {
    return finishedAt;
  }

  /** Whether it was a dry run that ended, and nothing was ever written. */
  boolean isUnadopted() {
    return finishedAt != null && adoptedAt == null;
  }

  void begin(Mode why, long now) {
    mode = why;
    users = 0;
    startedAt = now;
    finishedAt = null;
    enter(Phase.READ);
  }

  /** Whether the run has read no user yet. */
  boolean isUnread() {
    return phase == Phase.READ && last == null;
  }

  /** The run begins now, if it has not read anything yet. */
  void start(long now) {
    if (isUnread()) {
      startedAt = now;
    }
  }

  void read(String lastUserId, int moreUsers) {
    last = lastUserId;
    users += moreUsers;
  }

  void claimed(String lastKey) {
    last = lastKey;
  }

  void enter(Phase next) {
    phase = next;
    last = null;
  }

  void finish(long now) {
    finishedAt = now;
    if (!isDryRun()) {
      adoptedAt = now;
    }
  }
}

package io.github.phoneidentity.identity.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Nationalized;

/** The state of the adoption of a realm, with the cursor of its running phase. */
@Entity
@Table(name = "PHONE_IDENTITY_ADOPTION")
public class AdoptionEntity {

  /** Why a realm is adopted. */
  enum Mode {
    /** It has started to take part, an administrator has requested it, or changes are unseen. */
    BEGIN,
    /** Only the report is written. */
    DRY_RUN
  }

  /** The phases of a run, in this order. */
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

  /** The cursor: the last user id or claim key that the phase has processed; null at its start. */
  @Nationalized
  @Column(name = "LAST")
  private String last;

  @Column(name = "USERS")
  private int users;

  /** Epoch milliseconds; it also identifies the run. */
  @Column(name = "STARTED_AT")
  private long startedAt;

  /** Epoch milliseconds; null while the run is going on. */
  @Column(name = "FINISHED_AT")
  private Long finishedAt;

  /**
   * When the last run other than a dry run finished, in epoch milliseconds; null before the first.
   */
  @Column(name = "ADOPTED_AT")
  private Long adoptedAt;

  /**
   * Whether values may have changed while no node with this extension was running, since the last
   * run other than a dry run.
   */
  @Column(name = "UNSEEN")
  private boolean unseen;

  protected AdoptionEntity() {}

  String realmId() {
    return realmId;
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

  /** Whether a proof without a claim is accepted. */
  boolean isProofAccepted() {
    return !unseen;
  }

  /** Whether a dry run has finished, or the realm has stopped, and was not adopted since then. */
  boolean isUnadopted() {
    return finishedAt != null && adoptedAt == null;
  }

  /** Whether the realm has stopped before all changes were seen. */
  boolean isStopped() {
    return isUnadopted() && !isDryRun();
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

  /** Sets the start of the run to now, unless it has read users already. */
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
      unseen = false;
    }
  }
}

package io.github.phoneidentity.identity.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** How far the adoption of a realm has come. */
@Entity
@Table(name = "PHONE_IDENTITY_ADOPTION")
public class AdoptionEntity {

  @Id
  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  /** The last user that was looked at, in the order of the ids; null at the beginning. */
  @Column(name = "LAST_USER_ID", length = 36)
  private String lastUserId;

  @Column(name = "USERS")
  private int users;

  @Column(name = "CONFLICTS")
  private int conflicts;

  /** Epoch milliseconds. */
  @Column(name = "STARTED_AT")
  private long startedAt;

  /** Epoch milliseconds; null while it goes on. */
  @Column(name = "FINISHED_AT")
  private Long finishedAt;

  protected AdoptionEntity() {}

  String lastUserId() {
    return lastUserId;
  }

  int users() {
    return users;
  }

  int conflicts() {
    return conflicts;
  }

  long startedAt() {
    return startedAt;
  }

  Long finishedAt() {
    return finishedAt;
  }

  void advance(String userId, int moreUsers, int moreConflicts) {
    lastUserId = userId;
    users += moreUsers;
    conflicts += moreConflicts;
  }

  void finish(long now) {
    finishedAt = now;
  }
}

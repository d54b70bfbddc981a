package io.github.phoneidentity.events.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A user who has had an event. A transaction must lock this row before it writes the user's next
 * event.
 */
@Entity
@Table(name = "PHONE_IDENTITY_USER_EVENT_TURN")
public class UserEventTurnEntity {

  @Id
  @Column(name = "USER_ID")
  private String userId;

  @Column(name = "REALM_ID", length = 36, nullable = false)
  private String realmId;

  /** Of the user's row in the last event; null if it is not known. */
  @Column(name = "ENABLED")
  private Boolean enabled;

  /** See {@link io.github.phoneidentity.events.UserRow}; null as {@link #enabled}. */
  @Column(name = "PROFILE", length = 64)
  private String profile;

  protected UserEventTurnEntity() {}
}

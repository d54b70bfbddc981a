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

  protected UserEventTurnEntity() {}
}

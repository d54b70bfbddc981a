package io.github.phoneidentity.account.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The last change of one user's password. */
@Entity
@Table(name = "PHONE_IDENTITY_PASSWORD_CHANGE")
public class PasswordChangeEntity {

  @Id
  @Column(name = "USER_ID", length = 255)
  String userId;

  @Column(name = "REALM_ID", length = 36, nullable = false)
  String realmId;

  /** When the password was changed, in epoch milliseconds. */
  @Column(name = "CHANGED_AT", nullable = false)
  long changedAt;

  /**
   * The id of the root authentication session that made the change; null for an administrator or a
   * REST call.
   */
  @Column(name = "AUTH_SESSION", length = 255)
  @Nullable String authSession;

  protected PasswordChangeEntity() {}
}

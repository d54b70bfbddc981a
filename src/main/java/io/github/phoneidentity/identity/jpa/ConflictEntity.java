package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Nationalized;

/**
 * A value that a directory has for a user while another user owns it. The row is read and written
 * by statements only.
 */
@Entity
@Table(name = "PHONE_IDENTITY_CONFLICT")
@IdClass(ConflictEntity.Key.class)
public class ConflictEntity {

  @Id
  @Column(name = "USER_ID", length = 36)
  private String userId;

  @Id
  @Enumerated(EnumType.STRING)
  @Column(name = "KIND", length = 16)
  private ClaimKind kind;

  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  @Nationalized
  @Column(name = "CLAIM_KEY")
  private String claimKey;

  /** The canonical value, as it will be stored. */
  @Nationalized
  @Column(name = "CANONICAL")
  private String canonical;

  /** The primary key. */
  public record Key(String userId, ClaimKind kind) implements Serializable {}
}

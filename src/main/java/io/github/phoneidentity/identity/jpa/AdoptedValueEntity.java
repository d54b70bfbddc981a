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
 * A value that a user's attribute held when the realm was adopted. Only statements read and write
 * the row.
 */
@Entity
@Table(name = "PHONE_IDENTITY_ADOPTED_VALUE")
@IdClass(AdoptedValueEntity.Key.class)
public class AdoptedValueEntity {

  /** The result for a value. */
  enum State {
    /** Its user owns it, or will be given the claim. */
    OPEN,
    /** Another user owns it, or no user does because several have verified it. */
    TAKEN,
    /** It cannot be owned. */
    INVALID
  }

  @Id
  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  @Id
  @Column(name = "RUN")
  private long run;

  @Id
  @Enumerated(EnumType.STRING)
  @Column(name = "KIND", length = 16)
  private ClaimKind kind;

  /** Empty for a value that cannot be owned. */
  @Id
  @Nationalized
  @Column(name = "CLAIM_KEY")
  private String claimKey;

  @Id
  @Column(name = "ATTRIBUTE_ID", length = 36)
  private String attributeId;

  @Column(name = "USER_ID", length = 36)
  private String userId;

  /** Epoch milliseconds: when the user was created. */
  @Column(name = "CREATED_AT")
  private long createdAt;

  @Column(name = "STANDING")
  private int standing;

  /** The value as it was read; null if it cannot be owned. */
  @Nationalized
  @Column(name = "STORED")
  private String stored;

  /** The canonical value; null if the stored one is canonical already. */
  @Nationalized
  @Column(name = "CANONICAL")
  private String canonical;

  @Enumerated(EnumType.STRING)
  @Column(name = "STATE", length = 16)
  private State state;

  /** The user who owns a taken value; null if no user does. */
  @Column(name = "OWNER_ID", length = 36)
  private String ownerId;

  /** Whether an event has reported that the user does not own it. */
  @Column(name = "TOLD")
  private boolean told;

  /** The primary key. */
  public record Key(String realmId, long run, ClaimKind kind, String claimKey, String attributeId)
      implements Serializable {}
}

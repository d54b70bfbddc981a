package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.RequestOrigin;
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
 * A row of the claim table. It is read and written by statements only, never as a managed entity.
 */
@Entity
@Table(name = "PHONE_IDENTITY_CLAIM")
@IdClass(ClaimEntity.Key.class)
public class ClaimEntity {

  @Id
  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  @Id
  @Enumerated(EnumType.STRING)
  @Column(name = "KIND", length = 16)
  private ClaimKind kind;

  @Id
  @Nationalized
  @Column(name = "CLAIM_KEY")
  private String claimKey;

  @Column(name = "USER_ID", length = 36)
  private String userId;

  /** The attribute row that holds the value; null if the claim is released. */
  @Column(name = "ATTRIBUTE_ID", length = 36)
  private String attributeId;

  /** Epoch milliseconds. */
  @Column(name = "CLAIMED_AT")
  private long claimedAt;

  /**
   * Epoch milliseconds; null while the value is owned, and after a release until the next sweep.
   */
  @Column(name = "RELEASED_AT")
  private Long releasedAt;

  /** The request origin that wrote the value; null if it is unknown, as for adopted values. */
  @Enumerated(EnumType.STRING)
  @Column(name = "ORIGIN", length = 16)
  private RequestOrigin origin;

  /**
   * The attribute row {@code phoneNumberVerified} as this extension accepted it; null if there is
   * none. It is not a foreign key: if the row does not exist any more, the number is not verified.
   */
  @Column(name = "PROOF_ID", length = 36)
  private String proofId;

  /** The primary key. */
  public record Key(String realmId, ClaimKind kind, String claimKey) implements Serializable {}
}

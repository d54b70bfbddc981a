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
 * A row of the claim table. It is only ever read and written by statements, never as a managed
 * object.
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

  /** The attribute row that holds the value; null when the value was released. */
  @Column(name = "ATTRIBUTE_ID", length = 36)
  private String attributeId;

  /** Epoch milliseconds. */
  @Column(name = "CLAIMED_AT")
  private long claimedAt;

  /**
   * Epoch milliseconds; null while it is owned, and after a release that nobody has stamped yet.
   */
  @Column(name = "RELEASED_AT")
  private Long releasedAt;

  /** Who wrote the value; null when that is not known, as of adopted ones. */
  @Enumerated(EnumType.STRING)
  @Column(name = "ORIGIN", length = 16)
  private RequestOrigin origin;

  /**
   * The attribute row that says the number is verified, as this project has let it be written; null
   * for none. There is no reference to it: a row that is gone proves nothing.
   */
  @Column(name = "PROOF_ID", length = 36)
  private String proofId;

  /** The primary key. */
  public record Key(String realmId, ClaimKind kind, String claimKey) implements Serializable {}
}

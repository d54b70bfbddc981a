package io.github.phoneidentity.limit.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/** The uses of one rate limit in its current window. Only conditional statements write the row. */
@Entity
@Table(name = "PHONE_IDENTITY_LIMIT")
@IdClass(LimitEntity.Key.class)
public class LimitEntity {

  /** The primary key. */
  public record Key(String realmId, String scope, String subject) implements Serializable {}

  @Id
  @Column(name = "REALM_ID", length = 36)
  private String realmId;

  @Id
  @Column(name = "SCOPE", length = 64)
  private String scope;

  @Id
  @Column(name = "SUBJECT", length = 255)
  private String subject;

  @Column(name = "USED", nullable = false)
  private int used;

  /** Epoch milliseconds; an expired window counts as unused. */
  @Column(name = "WINDOW_END", nullable = false)
  private long windowEnd;

  protected LimitEntity() {}

  public String scope() {
    return scope;
  }

  public String subject() {
    return subject;
  }

  public int used() {
    return used;
  }

  public long windowEnd() {
    return windowEnd;
  }
}

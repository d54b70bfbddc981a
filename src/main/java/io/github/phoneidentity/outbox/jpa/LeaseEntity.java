package io.github.phoneidentity.outbox.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What one node at a time works on, and until when it is that node's. */
@Entity
@Table(name = "PHONE_IDENTITY_LEASE")
public class LeaseEntity {

  @Id
  @Column(name = "NAME", length = 64)
  private String name;

  /** The node; null while nobody has it. */
  @Column(name = "OWNER", length = 36)
  private String owner;

  /** Epoch milliseconds; in the past means that nobody has it. */
  @Column(name = "LEASED_UNTIL", nullable = false)
  private long leasedUntil;

  protected LeaseEntity() {}

  String name() {
    return name;
  }
}

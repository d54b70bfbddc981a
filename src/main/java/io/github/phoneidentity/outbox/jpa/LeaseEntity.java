package io.github.phoneidentity.outbox.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A lease on work that only one node at a time may do. */
@Entity
@Table(name = "PHONE_IDENTITY_LEASE")
public class LeaseEntity {

  @Id
  @Column(name = "NAME", length = 64)
  private String name;

  /** The id of the node that holds the lease; null while no node does. */
  @Column(name = "OWNER", length = 36)
  private String owner;

  /** Epoch milliseconds; an expired lease is free. */
  @Column(name = "LEASED_UNTIL", nullable = false)
  private long leasedUntil;

  protected LeaseEntity() {}

  String name() {
    return name;
  }
}

package io.github.phoneidentity.identity.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A node that runs this extension, and its last heartbeat. */
@Entity
@Table(name = "PHONE_IDENTITY_NODE")
public class NodeEntity {

  /** A new id after each start. */
  @Id
  @Column(name = "ID", length = 36)
  private String id;

  /** Epoch milliseconds. */
  @Column(name = "ALIVE_AT")
  private long aliveAt;
}

package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.verification.SecurityNotice;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

/** A security notice; all times are epoch milliseconds. */
@Entity
@Table(name = "PHONE_IDENTITY_NOTICE")
public class NoticeEntity extends OutgoingMessage {

  @Enumerated(EnumType.STRING)
  @Column(name = "NOTICE", length = 32, nullable = false)
  SecurityNotice notice;

  @Column(name = "DETAIL", nullable = false)
  String detail;

  @Column(name = "CREATED_AT", nullable = false)
  long createdAt;

  protected NoticeEntity() {}

  /** The kind of the notice; never null. */
  public SecurityNotice notice() {
    return notice;
  }

  /** The value for the message's parameter, masked if it is a contact. */
  public String detail() {
    return detail;
  }
}

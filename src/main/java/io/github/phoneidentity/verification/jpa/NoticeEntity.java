package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Delivery;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.SecurityNotice;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;

/** One security notice that is to be sent; all moments are epoch milliseconds. */
@Entity
@Table(name = "PHONE_IDENTITY_NOTICE")
public class NoticeEntity {

  @Id
  @Column(name = "ID", length = 36)
  String id;

  @Column(name = "REALM_ID", length = 36, nullable = false)
  String realmId;

  @Enumerated(EnumType.STRING)
  @Column(name = "NOTICE", length = 32, nullable = false)
  SecurityNotice notice;

  @Enumerated(EnumType.STRING)
  @Column(name = "CHANNEL", length = 8, nullable = false)
  Channel channel;

  @Column(name = "RECIPIENT", nullable = false)
  String address;

  @Column(name = "DETAIL", nullable = false)
  String detail;

  @Column(name = "LOCALE", length = 35, nullable = false)
  String locale;

  @Column(name = "CREATED_AT", nullable = false)
  long createdAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "DELIVERY", length = 16, nullable = false)
  Delivery delivery;

  /** When {@link #delivery} was written. */
  @Column(name = "DELIVERY_AT", nullable = false)
  long deliveryAt;

  protected NoticeEntity() {}

  public String id() {
    return id;
  }

  public String realmId() {
    return realmId;
  }

  public SecurityNotice notice() {
    return notice;
  }

  public Recipient recipient() {
    return new Recipient(channel, address);
  }

  public String detail() {
    return detail;
  }

  public Locale locale() {
    return Locale.forLanguageTag(locale);
  }
}

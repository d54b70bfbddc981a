package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Recipient;
import jakarta.persistence.Column;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.util.Locale;

/** The common columns of messages: the recipient and the delivery status. */
@MappedSuperclass
public abstract class OutgoingMessage {

  @Id
  @Column(name = "ID", length = 36)
  String id;

  @Column(name = "REALM_ID", length = 36, nullable = false)
  String realmId;

  @Enumerated(EnumType.STRING)
  @Column(name = "CHANNEL", length = 8, nullable = false)
  Channel channel;

  @Column(name = "RECIPIENT", nullable = false)
  String address;

  @Column(name = "LOCALE", length = 35, nullable = false)
  String locale;

  @Enumerated(EnumType.STRING)
  @Column(name = "DELIVERY", length = 16, nullable = false)
  Delivery delivery;

  /**
   * When any node may claim the message while it is pending; when the lease expires while it is
   * being sent; otherwise when {@link #delivery} was written. In epoch milliseconds.
   */
  @Column(name = "DELIVERY_AT", nullable = false)
  long deliveryAt;

  /** How many times the message could not be written or handed over. */
  @Column(name = "TRIES", nullable = false)
  int tries;

  /** The unguessable id (UUID). */
  public String id() {
    return id;
  }

  /** The id of the realm, which may have been removed. */
  public String realmId() {
    return realmId;
  }

  /** The recipient in canonical form. */
  public Recipient recipient() {
    return new Recipient(channel, address);
  }

  /** The language of the message. */
  public Locale locale() {
    return Locale.forLanguageTag(locale);
  }
}

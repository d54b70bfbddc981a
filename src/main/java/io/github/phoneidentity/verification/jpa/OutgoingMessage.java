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

/** The columns of what is sent to somebody: where it goes, and how far it has come. */
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
   * While the message is pending, when any node may claim it; while it is being sent, when the
   * lease of the node that claimed it ends; otherwise when {@link #delivery} was written.
   */
  @Column(name = "DELIVERY_AT", nullable = false)
  long deliveryAt;

  /** How often it could be neither written nor handed over so far. */
  @Column(name = "TRIES", nullable = false)
  int tries;

  public String id() {
    return id;
  }

  public String realmId() {
    return realmId;
  }

  public Recipient recipient() {
    return new Recipient(channel, address);
  }

  public Locale locale() {
    return Locale.forLanguageTag(locale);
  }

  public Delivery delivery() {
    return delivery;
  }
}

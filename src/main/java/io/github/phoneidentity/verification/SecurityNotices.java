package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Dispatcher;
import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.verification.jpa.NoticeStore;
import java.time.InstantSource;
import java.util.Locale;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Notifies users of changes. A notice is written in the transaction of the change, so that it is
 * sent if and only if the change is committed; it consumes no rate limit.
 */
public final class SecurityNotices {

  private final KeycloakSession session;
  private final Dispatcher dispatcher;
  private final NoticeOutbox outbox;
  private final InstantSource clock;

  SecurityNotices(
      KeycloakSession session, Dispatcher dispatcher, NoticeOutbox outbox, InstantSource clock) {
    this.session = session;
    this.dispatcher = dispatcher;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Sends a notice after the commit of the caller's transaction.
   *
   * @param recipient the contact that is notified
   * @param detail the value for the message's parameter, masked if it is a contact
   * @param locale the language of the notice
   */
  public void send(
      RealmModel realm, Recipient recipient, SecurityNotice notice, String detail, Locale locale) {
    String id = NoticeStore.of(session, clock).create(realm, recipient, notice, detail, locale);
    Lane lane = Lanes.of(session, realm, recipient);
    dispatcher.sendAfterCommit(session, outbox, new Due<>(id, lane));
  }
}

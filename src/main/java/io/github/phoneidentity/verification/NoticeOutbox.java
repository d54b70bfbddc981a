package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.outbox.Outbox;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.verification.jpa.NoticeEntity;
import io.github.phoneidentity.verification.jpa.NoticeStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** The outbox of security notices. */
final class NoticeOutbox extends Outbox<String> {

  private static final Logger LOGGER = Logger.getLogger(NoticeOutbox.class);

  private final InstantSource clock;

  NoticeOutbox(KeycloakSessionFactory sessions, InstantSource clock) {
    super(sessions);
    this.clock = clock;
  }

  @Override
  protected String id(String id) {
    return id;
  }

  @Override
  protected Optional<HandOver> claim(KeycloakSession session, String id, Duration lease) {
    return store(session).claim(id, lease).map(notice -> write(session, notice));
  }

  @Override
  protected void settle(String id, Delivery outcome) {
    if (outcome.failed()) {
      LOGGER.warnf("Notice %s was not delivered: %s", id, outcome);
    }
    inTransaction(session -> store(session).settle(id, outcome));
  }

  @Override
  protected Delivery fail(String id) {
    return inTransaction(session -> store(session).fail(id));
  }

  @Override
  protected List<Due<String>> due(int most) {
    return inTransaction(
        session -> {
          Lanes lanes = new Lanes(session);
          return store(session).due(most).stream()
              .flatMap(row -> lanes.due(row.id(), row.realmId(), row.recipient()).stream())
              .toList();
        });
  }

  @Override
  protected void expire(int most) {
    int late = inTransaction(session -> store(session).expire());
    int unknown = inTransaction(session -> store(session).expireLeases());
    if (late + unknown > 0) {
      LOGGER.warnf("%d notices were too old to be sent, %d may have been sent", late, unknown);
    }
  }

  private NoticeStore store(KeycloakSession session) {
    return NoticeStore.of(session, clock);
  }

  private static HandOver write(KeycloakSession session, NoticeEntity notice) {
    RealmModel realm = session.realms().getRealm(notice.realmId());
    session.getContext().setRealm(realm);
    Recipient recipient = notice.recipient();
    return switch (recipient.channel()) {
      case sms -> {
        SmsText text =
            SmsTexts.of(session, realm, notice.locale()).notice(notice.notice(), notice.detail());
        TextLog.warn(realm, notice.locale(), text);
        SmsMessage.Context context =
            new SmsMessage.Context(
                "", notice.notice().id(), notice.locale().toLanguageTag(), realm.getName(), "");
        SmsMessage message = new SmsMessage(notice.id(), recipient.phone(), text.text(), context);
        // A notice has no code that could be confirmed, and no user waits for its receipt.
        yield SmsHandOver.of(realm, message, sent -> {});
      }
      case email ->
          new Mailing(
              realm,
              new MailTheme(session, realm, notice.locale())
                  .write(
                      notice.id(),
                      recipient,
                      "phoneIdentity.notice." + notice.notice().id(),
                      Wording.name(realm),
                      Wording.plain(notice.detail())));
    };
  }
}

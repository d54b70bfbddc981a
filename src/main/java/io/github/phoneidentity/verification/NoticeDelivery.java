package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.sms.SmsGateways;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.verification.jpa.NoticeEntity;
import io.github.phoneidentity.verification.jpa.NoticeStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** Delivers the messages that bring a security notice. */
final class NoticeDelivery extends MessageDelivery<String> {

  private static final Logger LOGGER = Logger.getLogger(NoticeDelivery.class);

  /** Also the pause before a notice that could not be handed over is tried again. */
  private static final Duration SWEPT_AFTER = Duration.ofSeconds(60);

  private final InstantSource clock;

  NoticeDelivery(KeycloakSessionFactory sessions, InstantSource clock) {
    super(sessions);
    this.clock = clock;
  }

  @Override
  String id(String id) {
    return id;
  }

  @Override
  Optional<MessageSender.Ready> begin(KeycloakSession session, String id) {
    return store(session).begin(id).map(notice -> write(session, notice));
  }

  @Override
  void end(String id, Delivery outcome) {
    if (outcome.failed()) {
      LOGGER.warnf("Notice %s was not delivered: %s", id, outcome);
    }
    inTransaction(session -> store(session).end(id, outcome));
  }

  @Override
  List<String> waiting(int most) {
    return inTransaction(session -> store(session).waitingFor(SWEPT_AFTER, most));
  }

  @Override
  void giveUp(Duration age, int most) {
    inTransaction(session -> store(session).expire() + store(session).giveUp(age));
  }

  private NoticeStore store(KeycloakSession session) {
    return new NoticeStore(
        session.getProvider(JpaConnectionProvider.class).getEntityManager(), clock);
  }

  private static MessageSender.Ready write(KeycloakSession session, NoticeEntity notice) {
    RealmModel realm = session.realms().getRealm(notice.realmId());
    session.getContext().setRealm(realm);
    Wording words = Wording.of(session, realm, notice.locale());
    String key = "phoneIdentity.notice." + notice.notice().id() + ".";
    Object[] parameters = {Wording.name(realm), notice.detail()};
    Recipient recipient = notice.recipient();
    return switch (recipient.channel()) {
      case sms -> {
        String text = words.text(key + "sms", parameters);
        SmsMessage message = new SmsMessage(notice.id(), recipient.phone(), text);
        List<String> gateways = RealmPolicy.of(realm).gateways();
        yield sending -> Delivery.of(SmsGateways.send(sending, gateways, message));
      }
      case email -> {
        String subject = words.text(key + "subject", parameters);
        String body = words.text(key + "body", parameters);
        yield new Mailing(realm, new Mail(notice.id(), recipient, subject, body, notice.locale()));
      }
    };
  }
}

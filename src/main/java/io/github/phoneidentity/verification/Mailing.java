package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.HandOver;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.sms.MessageLogging;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Sends an e-mail through the realm's SMTP server by Keycloak's means. Without one, the e-mail is
 * logged in development and rejected in production.
 */
final class Mailing implements HandOver {

  private static final Logger LOGGER = Logger.getLogger(Mailing.class);

  private static final long KEYCLOAKS_TIMEOUT_MILLIS = 10_000;

  /**
   * Greeting, EHLO, STARTTLS, its handshake, EHLO, AUTH with two answers, MAIL, RCPT, DATA, body.
   */
  private static final int STEPS = 11;

  private final String realmId;
  private final Map<String, String> smtp;
  private final Mail mail;

  Mailing(RealmModel realm, Mail mail) {
    this.realmId = realm.getId();
    this.smtp = Map.copyOf(realm.getSmtpConfig());
    this.mail = mail;
  }

  /** The lane of a realm's e-mails: it has one SMTP server. */
  static Lane lane(RealmModel realm) {
    return new Lane("email " + realm.getId(), longest(realm.getSmtpConfig()));
  }

  /**
   * The longest duration of a send, from the connection to the reply to the body: every step of
   * SMTP with the timeout that Keycloak gives it.
   */
  static Duration longest(Map<String, String> smtp) {
    long step = Math.max(timeout(smtp, "timeout"), timeout(smtp, "writeTimeout"));
    return Duration.ofMillis(timeout(smtp, "connectionTimeout") + STEPS * step);
  }

  private static long timeout(Map<String, String> smtp, String name) {
    String given = smtp.getOrDefault(name, "");
    return given.matches("\\d{1,7}") ? Long.parseLong(given) : KEYCLOAKS_TIMEOUT_MILLIS;
  }

  @Override
  public Delivery send(KeycloakSession session) {
    if (smtp.getOrDefault("host", "").isBlank()) {
      return print();
    }
    enterRealm(session);
    try {
      session
          .getProvider(EmailSenderProvider.class)
          .send(smtp, mail.to().address(), mail.subject(), mail.text(), mail.html());
      return Delivery.ACCEPTED;
    } catch (EmailException e) {
      return outcome(e);
    }
  }

  /**
   * Keycloak's vault needs the realm in the session's context. No connection is held afterwards.
   */
  private void enterRealm(KeycloakSession session) {
    session.getTransactionManager().begin();
    session.getContext().setRealm(session.realms().getRealm(realmId));
    session.getTransactionManager().commit();
  }

  private Delivery print() {
    if (!MessageLogging.isAllowed()) {
      LOGGER.errorf("Refused mail %s: the realm has no SMTP server", mail.id());
      return Delivery.REJECTED;
    }
    LOGGER.infof("Mail to %s: %s%n%s", mail.to().masked(), mail.subject(), mail.text());
    return Delivery.ACCEPTED;
  }

  /**
   * The outcome that an exception proves: nothing was handed over only if there was no connection.
   */
  static Delivery outcome(EmailException failure) {
    if (failure.getCause() == null) {
      // Keycloak throws without a cause for an address that it does not accept.
      return Delivery.REJECTED;
    }
    if (causes(failure)
        .anyMatch(e -> e instanceof MailConnectException || e instanceof SSLException)) {
      return Delivery.UNREACHABLE;
    }
    // A reply of the server is a subclass; a missing reply is MessagingException itself.
    boolean answered =
        causes(failure)
            .anyMatch(
                e -> e instanceof MessagingException && e.getClass() != MessagingException.class);
    return answered ? Delivery.REJECTED : Delivery.UNKNOWN;
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).limit(10);
  }
}

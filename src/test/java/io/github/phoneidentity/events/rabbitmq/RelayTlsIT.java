package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.AmqpInbox;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.TestCertificate;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.UserEvents;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that reaches its broker over TLS, with certificates of the server's own truststore. */
class RelayTlsIT {

  private static final AmqpBroker BROKER = AmqpBroker.shared();
  private static final KeycloakServer SERVER = KeycloakServer.shared();
  @AutoClose private static final TestRealm REALM = TestRealm.create();

  /** The relay waits for up to half a minute before it tries again. */
  private static final Duration LONGEST = Duration.ofSeconds(40);

  @TempDir private static Path directory;
  private static TestCertificate ofTheBroker;
  private static TestCertificate ofAnotherHost;
  private static int startOfLog;

  /** The server trusts both certificates, and the broker has the one of another host at first. */
  @BeforeAll
  static void restartOverTls() throws Exception {
    SERVER.nodes().forEach(KeycloakServer::stop);
    startOfLog = SERVER.log().length();
    ofTheBroker = TestCertificate.forHost(SERVER.hostOfTests(), directory);
    ofAnotherHost = TestCertificate.forHost("broker.example", directory);
    SERVER.restartTrusting(
        ofTheBroker.pem() + ofAnotherHost.pem(),
        "--spi-events-listener--rabbitmq--uri=" + address(ofAnotherHost));
  }

  @AfterAll
  static void restart() {
    SERVER.restart();
  }

  /** The address over TLS of the broker, which has this certificate from now on. */
  private static String address(TestCertificate certificate) throws Exception {
    return BROKER.uriOverTls(SERVER.hostOfTests(), certificate.server());
  }

  @Test
  void eventWaitsUntilTheBrokersCertificateNamesItsHost() throws Exception {
    UserEvents events = new UserEvents(REALM);
    try (AmqpInbox inbox = BROKER.inbox(REALM.name() + ".#")) {
      String id = REALM.createUser(TestUser.random());
      String event = events.of(id).get(0).id();
      int before = BROKER.connections();
      Awaitility.await("another try with an event that waits")
          .atMost(LONGEST)
          .until(() -> BROKER.connections() > before);
      assertThat(SERVER.log().substring(startOfLog))
          .as("the certificate is refused for its name, not for its issuer")
          .containsPattern("cannot be reached: .*SSL.* No (subject alternative|name)");
      assertThat(events.state(event)).isEqualTo("PENDING");
      assertThat(inbox.messages()).isEmpty();

      address(ofTheBroker);
      assertThat(inbox.await(id, "user.registered").id()).isEqualTo(event);
    }
  }
}

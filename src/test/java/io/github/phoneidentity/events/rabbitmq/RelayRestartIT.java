package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.AmqpInbox;
import io.github.phoneidentity.testing.AmqpInbox.Message;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.UserEvents;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A server that is ended while it relays, and begins again without contacts in its events while the
 * broker is down.
 */
class RelayRestartIT {

  private static final int EVENTS = 20_000;

  private static final AmqpBroker BROKER = AmqpBroker.shared();
  private static final KeycloakServer SERVER = KeycloakServer.shared();
  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final AmqpInbox INBOX = BROKER.inbox(REALM.name() + ".#");

  private static int arrivedBefore;
  private static String madeWithoutBroker;
  private static int pendingWithoutBroker;

  @BeforeAll
  static void restartAmidst() {
    new UserEvents(REALM).insertMany(EVENTS, REALM.name() + ".many", "{\"subject\":\"many\"}");
    Awaitility.await("first events")
        .atMost(Duration.ofSeconds(40))
        .until(() -> INBOX.about("many").size() > 500);
    arrivedBefore = INBOX.about("many").size();
    SERVER.nodes().forEach(KeycloakServer::stop);
    BROKER.refuse();
    try {
      SERVER.restartWith("--spi-events-listener--rabbitmq--include-contacts=false");
      madeWithoutBroker = REALM.createUser(TestUser.random());
      pendingWithoutBroker = new UserEvents(REALM).of(madeWithoutBroker).size();
    } finally {
      BROKER.restore();
    }
  }

  @AfterAll
  static void restart() {
    INBOX.close();
    SERVER.restart();
  }

  /** What was published and not settled would come a second time. */
  @Test
  void batchInFlightIsFinished() {
    assertThat(arrivedBefore).isLessThan(EVENTS);
    Awaitility.await("all events")
        .atMost(Duration.ofMinutes(2))
        .until(() -> INBOX.about("many").stream().map(Message::id).distinct().count() == EVENTS);
    assertThat(INBOX.about("many")).hasSize(EVENTS);
  }

  @Test
  void serverStartsAndServesWhileTheBrokerIsDown() {
    assertThat(pendingWithoutBroker).isOne();
    INBOX.await(madeWithoutBroker, "user.registered");
  }

  @Test
  void eventsHaveNoContacts() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    REALM.admin().delete("/users/{id}", id).then().statusCode(204);

    INBOX.await(id, "user.registered");
    INBOX.await(id, "user.deleted");
    assertThat(INBOX.about(id))
        .allSatisfy(
            message -> {
              assertThat(message.body().path("data").path("username").asText())
                  .isEqualTo(user.username());
              assertThat(message.body().toString())
                  .doesNotContain(user.email(), user.phone().substring(1), user.nickname());
            });
  }
}

package io.github.phoneidentity.events.rabbitmq;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.github.phoneidentity.outbox.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.keycloak.truststore.TruststoreProvider;

/**
 * The one connection of this node to the broker, made again when it is lost. Only the relay's
 * thread uses it, and nothing that it waits for takes longer than its timeouts: a broker that
 * accepts connections and never answers is like one that is down.
 */
final class Broker implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(Broker.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Duration DECLARED_EVERY = Duration.ofSeconds(30);
  private static final int CLOSING_MILLIS = 2000;

  private final ConnectionFactory factory;
  private final Topology topology;
  private final InstantSource clock;
  private Connection connection;
  private Confirms confirms;
  private BrokerState state;

  /** What was logged since everything went well: two troubles at once are not logged in turn. */
  private final Set<BrokerState> logged = EnumSet.noneOf(BrokerState.class);

  private int failures;
  private long nextTry;
  private long troubleUntil;
  private long nextDeclaration;

  /**
   * Why the broker takes nothing for now; null while it does. The client's own thread writes it.
   */
  private volatile String blocked;

  private Broker(ConnectionFactory factory, Topology topology, InstantSource clock) {
    this.factory = factory;
    this.topology = topology;
    this.clock = clock;
  }

  /**
   * @param truststore the server's, where the broker is reached over TLS; null for the JVM's
   * @param closing closes sockets of connections that answer nothing any more
   */
  static Broker of(
      RelaySettings settings,
      TruststoreProvider truststore,
      ExecutorService closing,
      InstantSource clock) {
    return new Broker(
        BrokerConnections.to(settings.uri(), truststore, closing),
        new Topology(settings.exchange(), settings.unrouted()),
        clock);
  }

  /** What to publish with; empty while the broker takes nothing, or is not tried again yet. */
  Optional<Confirms> confirms() {
    boolean open = confirms != null && confirms.isOpen();
    if (!open && clock.millis() >= nextTry) {
      open = open();
    }
    if (open && blocked != null) {
      tell(BrokerState.BLOCKED, blocked);
      return Optional.empty();
    }
    if (open && state.endsByItself()) {
      works();
    }
    return open ? Optional.of(confirms) : Optional.empty();
  }

  boolean isBlocked() {
    return blocked != null;
  }

  private boolean open() {
    try {
      if (connection == null || !connection.isOpen()) {
        connection = connect();
      }
      topology.declare(connection);
      confirms = Confirms.on(connection.createChannel(), topology.exchange());
      if (state == null) {
        works();
      }
      return true;
    } catch (PossibleAuthenticationFailureException e) {
      failed(BrokerState.LOGIN_REFUSED, e.getMessage());
    } catch (TimeoutException e) {
      failed(BrokerState.SILENT, "no answer in time");
    } catch (ShutdownSignalException e) {
      failed(BrokerState.UNREACHABLE, Confirms.reason(e));
    } catch (IOException e) {
      if (e.getCause() instanceof ShutdownSignalException cause && !cause.isHardError()) {
        failed(BrokerState.REFUSING, Confirms.reason(cause));
      } else {
        failed(BrokerState.UNREACHABLE, e.toString());
      }
    }
    return false;
  }

  /**
   * A channel in place of the one that the broker has closed; empty if the connection is gone as
   * well.
   */
  Optional<Confirms> anotherChannel() {
    if (connection == null || !connection.isOpen()) {
      return Optional.empty();
    }
    try {
      confirms = Confirms.on(connection.createChannel(), topology.exchange());
      return Optional.of(confirms);
    } catch (IOException | ShutdownSignalException e) {
      failed(BrokerState.UNREACHABLE, e.toString());
      return Optional.empty();
    }
  }

  private Connection connect() throws IOException, TimeoutException {
    blocked = null;
    Connection opened = factory.newConnection("keycloak-phone-identity");
    opened.addBlockedListener(reason -> blocked = String.valueOf(reason), () -> blocked = null);
    return opened;
  }

  /**
   * Notes that everything was published, or could be. Trouble with some messages is over when none
   * of them, each of which waits for up to a minute, has failed again.
   */
  void works() {
    failures = 0;
    if (state == null || state.endsByItself() || clock.millis() >= troubleUntil) {
      tell(BrokerState.CONNECTED, "");
    }
  }

  /** Notes what is wrong, drops the connection, and waits before the next one is made. */
  void failed(BrokerState what, String reason) {
    tell(what, reason);
    failures++;
    nextTry = clock.millis() + BACKOFF.after(failures, RandomGenerator.getDefault()).toMillis();
    close();
  }

  /** Notes that messages were lost again and again, unless it is known already what is wrong. */
  void loses(String reason) {
    if (connection != null) {
      failed(BrokerState.LOSING, reason);
    }
  }

  /** Makes what somebody may have removed since the connection was made, twice a minute at most. */
  void declareMissing() {
    if (connection == null || clock.millis() < nextDeclaration) {
      return;
    }
    nextDeclaration = clock.millis() + DECLARED_EVERY.toMillis();
    try {
      topology.declare(connection);
    } catch (IOException | ShutdownSignalException e) {
      failed(BrokerState.UNREACHABLE, e.toString());
    }
  }

  /** Notes how it stands with the broker, and logs it if that is new since it was connected. */
  void tell(BrokerState now, String reason) {
    troubleUntil = clock.millis() + 2 * Fate.BACKOFF.longest().toMillis();
    if (state == now) {
      return;
    }
    state = now;
    if (now == BrokerState.CONNECTED) {
      logged.clear();
      LOGGER.infof("User events: the broker at %s %s", address(), now.words());
    } else if (logged.add(now)) {
      LOGGER.warnf(
          "User events wait in the outbox: the broker at %s %s: %s",
          address(), now.words(), reason);
    }
  }

  private String address() {
    return factory.getHost() + ":" + factory.getPort();
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.abort(CLOSING_MILLIS);
    }
    connection = null;
    confirms = null;
  }
}

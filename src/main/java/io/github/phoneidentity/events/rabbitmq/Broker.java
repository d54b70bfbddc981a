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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.truststore.TruststoreProvider;

/**
 * This node's only connection to the broker, which is reopened when it is lost. Only the relay's
 * thread uses it. Every wait for an answer has a timeout, and a write ends by missed heartbeats, so
 * that a broker which accepts connections and never answers is treated as one that is down.
 */
final class Broker implements AutoCloseable {

  private static final Logger LOGGER = Logger.getLogger(Broker.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Duration DECLARED_EVERY = Duration.ofSeconds(30);
  private static final int CLOSING_MILLIS = 2000;

  private final ConnectionFactory factory;
  private final Topology topology;
  private final ExecutorService closing;
  private final InstantSource clock;
  private @Nullable Connection connection;
  private @Nullable Confirms confirms;
  private @Nullable BrokerState state;

  /**
   * The states that were logged since the broker was last connected, so that two alternating
   * problems are logged once each.
   */
  private final Set<BrokerState> logged = EnumSet.noneOf(BrokerState.class);

  private int failures;
  private long nextTry;
  private long problemUntil;
  private long nextDeclaration;

  /**
   * Why the broker blocks publishers; null while it does not. A thread of the client writes this
   * field.
   */
  private volatile @Nullable String blocked;

  private Broker(
      ConnectionFactory factory, Topology topology, ExecutorService closing, InstantSource clock) {
    this.factory = factory;
    this.topology = topology;
    this.closing = closing;
    this.clock = clock;
  }

  /**
   * A broker to which no connection is open yet.
   *
   * @param truststore the server's truststore, for TLS; null for the JVM's
   * @param closing closes connections, which may not answer any more
   */
  static Broker of(
      RelaySettings settings,
      @Nullable TruststoreProvider truststore,
      ExecutorService closing,
      InstantSource clock) {
    return new Broker(
        BrokerConnections.to(settings.uri(), truststore, closing),
        new Topology(settings.exchange(), settings.unrouted()),
        closing,
        clock);
  }

  /**
   * The channel to publish on; empty while the broker is blocked, or before the next connection is
   * tried.
   */
  Optional<Confirms> confirms() {
    boolean open = confirms != null && confirms.isOpen();
    if (!open && clock.millis() >= nextTry) {
      open = open();
    }
    if (open && blocked != null) {
      report(BrokerState.BLOCKED, blocked);
      return Optional.empty();
    }
    if (open && state != null && state.clearsOnConnect()) {
      works();
    }
    return open ? Optional.ofNullable(confirms) : Optional.empty();
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
      failed(BrokerState.LOGIN_REFUSED, String.valueOf(e.getMessage()));
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
   * Opens a new channel after the broker has closed the last one; empty if the connection is lost
   * as well.
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
   * Records that publishing works. A problem with some messages is over when none of them has
   * failed again, for which each may wait up to a minute.
   */
  void works() {
    failures = 0;
    if (state == null || state.clearsOnConnect() || clock.millis() >= problemUntil) {
      report(BrokerState.CONNECTED, "");
    }
  }

  /** Records a problem, closes the connection, and delays the next one. */
  void failed(BrokerState what, String reason) {
    report(what, reason);
    failures++;
    nextTry = clock.millis() + BACKOFF.after(failures, RandomGenerator.getDefault()).toMillis();
    close();
  }

  /** Records that messages are lost repeatedly, unless the connection has failed already. */
  void losing(String reason) {
    if (connection != null) {
      failed(BrokerState.LOSING, reason);
    }
  }

  /**
   * Declares exchange and queue again, which an operator may have removed; at most twice a minute.
   */
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

  /**
   * Records the state of the broker, and logs a state that was not logged since it was connected.
   */
  void report(BrokerState now, String reason) {
    problemUntil = clock.millis() + 2 * PublicationState.BACKOFF.longest().toMillis();
    if (state == now) {
      return;
    }
    state = now;
    if (now == BrokerState.CONNECTED) {
      logged.clear();
      LOGGER.infof("User events: the broker at %s %s", address(), now.description());
    } else if (logged.add(now)) {
      LOGGER.warnf(
          "User events wait in the outbox: the broker at %s %s: %s",
          address(), now.description(), reason);
    }
  }

  private String address() {
    return factory.getHost() + ":" + factory.getPort();
  }

  /** Closes the connection on another thread, because this writes to it, which may block. */
  @Override
  public void close() {
    Connection old = connection;
    connection = null;
    confirms = null;
    if (old != null) {
      CompletableFuture.runAsync(() -> old.abort(CLOSING_MILLIS), closing)
          .completeOnTimeout(null, 2 * CLOSING_MILLIS, TimeUnit.MILLISECONDS)
          .join();
    }
  }
}

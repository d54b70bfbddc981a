package io.github.phoneidentity.sms;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A circuit breaker for each gateway: one that has failed several times in a row is tried last, so
 * that its timeouts delay no texts that another gateway can send. After a while one text is a probe
 * (half-open), which closes the circuit if the gateway answers.
 *
 * <p>Metric: gauge {@code phone.identity.sms.circuit.open} by {@code gateway}, 1 while the circuit
 * is open.
 */
final class Circuits {

  private static final int FAILURES = 5;
  private static final Duration OPEN = Duration.ofSeconds(30);

  private final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
  private final LongSupplier clock;

  /**
   * @param clock the time in nanoseconds, as {@link System#nanoTime}
   */
  Circuits(LongSupplier clock) {
    this.clock = clock;
  }

  /** The gateways in the order in which they are tried; one whose probe is due keeps its place. */
  List<String> order(List<String> gatewayIds) {
    List<String> order = new ArrayList<>();
    List<String> last = new ArrayList<>();
    gatewayIds.forEach(id -> (of(id).isPreferred() ? order : last).add(id));
    order.addAll(last);
    return order;
  }

  /** Notes that a text is given to a gateway: if its circuit is open, this is the probe. */
  void begin(String gatewayId) {
    of(gatewayId).begin();
  }

  /** Counts a result: an answer of the service closes the circuit, whatever it says of the text. */
  void record(String gatewayId, SendResult result) {
    switch (result) {
      case ACCEPTED, REJECTED -> of(gatewayId).close();
      case UNREACHABLE, UNKNOWN -> of(gatewayId).fail();
    }
  }

  /** Whether a gateway has failed so often in a row that it is tried last. */
  boolean isOpen(String gatewayId) {
    Circuit circuit = circuits.get(gatewayId);
    return circuit != null && circuit.isOpen();
  }

  private Circuit of(String gatewayId) {
    return circuits.computeIfAbsent(gatewayId, this::create);
  }

  private Circuit create(String gatewayId) {
    Circuit circuit = new Circuit();
    Gauge.builder("phone.identity.sms.circuit.open", circuit, it -> it.isOpen() ? 1 : 0)
        .description("1 while a gateway has failed so often in a row that it is tried last")
        .tag("gateway", gatewayId)
        .strongReference(true)
        .register(Metrics.globalRegistry);
    return circuit;
  }

  private final class Circuit {

    private int failures;
    private long probeAt;

    synchronized boolean isOpen() {
      return failures >= FAILURES;
    }

    /** Whether the circuit is closed, or a probe is due. */
    synchronized boolean isPreferred() {
      return !isOpen() || clock.getAsLong() - probeAt >= 0;
    }

    /** Other texts go elsewhere while the probe is on its way. */
    synchronized void begin() {
      if (isOpen() && isPreferred()) {
        probeAt = clock.getAsLong() + OPEN.toNanos();
      }
    }

    synchronized void close() {
      failures = 0;
    }

    synchronized void fail() {
      failures++;
      probeAt = clock.getAsLong() + OPEN.toNanos();
    }
  }
}

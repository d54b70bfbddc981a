package io.github.phoneidentity.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * The Micrometer metrics of the outbox.
 *
 * <ul>
 *   <li>{@code phone.identity.message.delivery}: the time from queueing a message to its outcome,
 *       by {@code outcome}
 *   <li>{@code phone.identity.dispatcher.active}, {@code .queued} and {@code .requests.waiting}:
 *       deliveries that run, messages that are queued and requests that wait for an outcome, on
 *       this node
 * </ul>
 */
final class DispatcherMeters {

  /** A timer that runs until it is stopped. */
  interface Timing {
    void stop(Delivery outcome);
  }

  private final MeterRegistry registry;

  DispatcherMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  Timing startDelivery() {
    Timer.Sample sample = Timer.start(registry);
    return outcome ->
        sample.stop(
            registry.timer(
                "phone.identity.message.delivery",
                "outcome",
                outcome.name().toLowerCase(Locale.ROOT)));
  }

  void watch(Bulkheads bulkheads, IntSupplier waiting) {
    gauge("phone.identity.dispatcher.active", bulkheads::active);
    gauge("phone.identity.dispatcher.queued", bulkheads::queued);
    gauge("phone.identity.dispatcher.requests.waiting", waiting);
  }

  private void gauge(String name, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt).strongReference(true).register(registry);
  }
}

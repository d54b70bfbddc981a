package io.github.phoneidentity.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.function.IntSupplier;

/** The Micrometer metrics of the outbox. */
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
            Timer.builder("phone.identity.message.delivery")
                .description("Time from the queueing of a message to its outcome")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry));
  }

  void watch(Bulkheads bulkheads, IntSupplier waiting) {
    gauge(
        "phone.identity.dispatcher.active", "Deliveries that run on this node", bulkheads::active);
    gauge("phone.identity.dispatcher.queued", "Messages queued on this node", bulkheads::queued);
    gauge(
        "phone.identity.dispatcher.requests.waiting",
        "Requests of this node that wait for an outcome",
        waiting);
  }

  private void gauge(String name, String description, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt)
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}

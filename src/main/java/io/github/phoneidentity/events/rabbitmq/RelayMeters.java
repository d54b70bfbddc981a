package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEventStore.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The Micrometer metrics of user events. The gauges are counted in the database, so they are the
 * same on every node.
 */
final class RelayMeters {

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Counter published;
  private volatile Counts counts = new Counts(0, null, 0);

  RelayMeters(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.published =
        Counter.builder("phone.identity.user.events.published")
            .description("Events that the broker has confirmed to this node")
            .register(registry);
    gauge(
        "phone.identity.user.events.pending",
        "Events that wait to be published, of all nodes",
        Counts::pending);
    gauge("phone.identity.user.events.dead", "Dead letters in the outbox", Counts::dead);
    gauge(
        "phone.identity.user.events.lag",
        "Age of the oldest waiting event in seconds, 0 if there is none",
        this::lag);
  }

  private void gauge(String name, String description, ToDoubleFunction<Counts> value) {
    Gauge.builder(name, () -> value.applyAsDouble(counts))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private double lag(Counts now) {
    return now.oldest() == null ? 0 : Math.max(0, clock.millis() - now.oldest()) / 1000.0;
  }

  void counts(Counts now) {
    counts = now;
  }

  void tried(Outcome outcome) {
    if (outcome == Outcome.CONFIRMED) {
      published.increment();
    } else {
      Counter.builder("phone.identity.user.events.failed")
          .description("Attempts of this node that failed")
          .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
          .register(registry)
          .increment();
    }
  }
}

package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEventStore.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The Micrometer metrics of user events.
 *
 * <ul>
 *   <li>{@code phone.identity.user.events.published}: events that the broker has confirmed to this
 *       node
 *   <li>{@code phone.identity.user.events.failed}: tries that failed at this node, by {@code
 *       outcome}
 *   <li>{@code phone.identity.user.events.pending}: events in the outbox that wait to be published
 *   <li>{@code phone.identity.user.events.lag}: the age of the oldest of them, in seconds; 0 if
 *       there is none
 *   <li>{@code phone.identity.user.events.dead}: dead letters in the outbox
 * </ul>
 *
 * <p>The last three are counted in the database, so they are the same on every node.
 */
final class RelayMeters {

  private static final String PREFIX = "phone.identity.user.events.";

  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Counter published;
  private volatile Counts counts = new Counts(0, null, 0);

  RelayMeters(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    this.published = registry.counter(PREFIX + "published");
    gauge("pending", Counts::pending);
    gauge("dead", Counts::dead);
    gauge("lag", this::lag);
  }

  private void gauge(String name, ToDoubleFunction<Counts> value) {
    Gauge.builder(PREFIX + name, () -> value.applyAsDouble(counts))
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
      registry
          .counter(PREFIX + "failed", "outcome", outcome.name().toLowerCase(Locale.ROOT))
          .increment();
    }
  }
}

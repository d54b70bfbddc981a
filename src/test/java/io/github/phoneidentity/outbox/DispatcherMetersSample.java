package io.github.phoneidentity.outbox;

import io.micrometer.core.instrument.MeterRegistry;

/** Records each metric of the outbox. */
public final class DispatcherMetersSample {

  private DispatcherMetersSample() {}

  public static void record(MeterRegistry registry) {
    DispatcherMeters meters = new DispatcherMeters(registry);
    meters.watch(new Bulkheads(), () -> 0);
    meters.startDelivery().stop(Delivery.ACCEPTED);
  }
}

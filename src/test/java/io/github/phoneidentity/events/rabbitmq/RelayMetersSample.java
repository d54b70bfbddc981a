package io.github.phoneidentity.events.rabbitmq;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Records each metric of user events. */
public final class RelayMetersSample {

  private RelayMetersSample() {}

  public static void record(MeterRegistry registry) {
    RelayMeters meters = new RelayMeters(registry, InstantSource.system());
    meters.tried(Outcome.LOST);
  }
}

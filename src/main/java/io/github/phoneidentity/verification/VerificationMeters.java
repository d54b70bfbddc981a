package io.github.phoneidentity.verification;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.IntSupplier;

/**
 * What operators see of codes, by Micrometer. No meter is told apart by a person, a number or a
 * realm.
 *
 * <ul>
 *   <li>{@code phone.identity.codes.requested}: codes that were asked for, by {@code purpose},
 *       {@code channel} and {@code outcome}
 *   <li>{@code phone.identity.codes.confirmed}: codes that were typed, by {@code purpose} and
 *       {@code outcome}
 *   <li>{@code phone.identity.message.delivery}: from the order of a message to its outcome, by
 *       {@code outcome}
 *   <li>{@code phone.identity.dispatcher.active}, {@code .queued} and {@code .requests.waiting}:
 *       how busy this node is with messages
 * </ul>
 */
final class VerificationMeters {

  /** Measures until it is stopped. */
  interface Timing {
    Delivery stop(Delivery outcome);
  }

  private static final String PURPOSE = "purpose";
  private static final String OUTCOME = "outcome";

  private final MeterRegistry registry;

  VerificationMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  Issue requested(Purpose purpose, Recipient recipient, Issue answer) {
    registry
        .counter(
            "phone.identity.codes.requested",
            PURPOSE,
            purpose.id(),
            "channel",
            recipient.channel().name(),
            OUTCOME,
            label(answer.outcome()))
        .increment();
    return answer;
  }

  Confirmation confirmed(Purpose purpose, Confirmation answer) {
    registry
        .counter(
            "phone.identity.codes.confirmed",
            PURPOSE,
            purpose.id(),
            OUTCOME,
            label(answer.outcome()))
        .increment();
    return answer;
  }

  Timing delivery() {
    Timer.Sample sample = Timer.start(registry);
    return outcome -> {
      sample.stop(registry.timer("phone.identity.message.delivery", OUTCOME, label(outcome)));
      return outcome;
    };
  }

  void watch(ThreadPoolExecutor workers, IntSupplier waiting) {
    gauge("phone.identity.dispatcher.active", workers::getActiveCount);
    gauge("phone.identity.dispatcher.queued", () -> workers.getQueue().size());
    gauge("phone.identity.dispatcher.requests.waiting", waiting);
  }

  private void gauge(String name, IntSupplier value) {
    Gauge.builder(name, value, IntSupplier::getAsInt).strongReference(true).register(registry);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}

package io.github.phoneidentity.sms.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The URLs of receipts that Twilio has refused lately, so that not every text is sent twice. There
 * is one for each realm at most.
 */
final class RefusedCallbacks {

  private static final Duration REMEMBERED = Duration.ofMinutes(10);

  private final Map<URI, Long> refusedAt = new ConcurrentHashMap<>();
  private final LongSupplier clock;

  /**
   * @param clock the time in nanoseconds, as {@link System#nanoTime}
   */
  RefusedCallbacks(LongSupplier clock) {
    this.clock = clock;
  }

  void add(URI receiptUrl) {
    refusedAt.values().removeIf(this::isPast);
    refusedAt.put(receiptUrl, clock.getAsLong());
  }

  boolean contains(URI receiptUrl) {
    Long refused = refusedAt.get(receiptUrl);
    return refused != null && !isPast(refused);
  }

  private boolean isPast(long refused) {
    return clock.getAsLong() - refused >= REMEMBERED.toNanos();
  }
}

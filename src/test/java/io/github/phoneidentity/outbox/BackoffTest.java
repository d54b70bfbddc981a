package io.github.phoneidentity.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 4", "9, 256", "10, 300", "1000, 300", "2147483647, 300"})
  void everyFailureDoublesTheWaitUpToTheLongest(int failures, long seconds) {
    assertThat(BACKOFF.after(failures)).hasSeconds(seconds);
  }

  @Test
  void longestWaitMayBeTheFirst() {
    Backoff steady = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(5));

    assertThat(steady.after(7)).hasSeconds(5);
  }

  @Test
  void nothingWaitsBeforeItHasFailed() {
    assertThatIllegalArgumentException().isThrownBy(() -> BACKOFF.after(0));
  }

  @Test
  void waitIsPositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }

  @Test
  void waitsAreSpreadButNeverHalved() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1));
    Random random = new Random(7);

    assertThat(Stream.generate(() -> backoff.after(2, random)).limit(100).distinct())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4)));
  }
}

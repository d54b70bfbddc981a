package io.github.phoneidentity.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
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
}

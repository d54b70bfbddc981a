package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicationStateTest {

  /** What an operator can mend is tried for as long as it takes; an outage kills nobody. */
  @ParameterizedTest
  @CsvSource({
    "CONFIRMED, 0, false, PUBLISHED",
    "CONFIRMED, 9, true, PUBLISHED",
    "RETURNED, 0, false, WAITS",
    "RETURNED, 100000, true, WAITS",
    "NACKED, 100000, true, WAITS",
    "FORBIDDEN, 100000, true, WAITS",
    "OFFENDED, 0, true, WAITS",
    "OFFENDED, 3, true, WAITS",
    "OFFENDED, 4, true, DEAD",
    "OFFENDED, 4, false, WAITS",
    "UNWRITABLE, 0, false, DEAD",
    "LOST, 0, false, UNTOUCHED",
    "LOST, 100000, true, WAITS",
  })
  void onlyWhatCanNeverBePublishedIsGivenUp(
      Outcome outcome, int offences, boolean alone, PublicationState expected) {
    assertThat(PublicationState.of(outcome, offences, alone)).isEqualTo(expected);
  }
}

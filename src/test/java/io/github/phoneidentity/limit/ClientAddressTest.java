package io.github.phoneidentity.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2::1, 2001:db8:1:2:0:0:0:0/64",
    "::ffff:192.0.2.1, 192.0.2.1",
    "[2001:db8:1:2::1], 2001:db8:1:2:0:0:0:0/64",
    "[2001:db8:1:2::1]:4711, 2001:db8:1:2:0:0:0:0/64"
  })
  void addressIsCountedAsOneSubscriber(String address, String subject) {
    assertThat(ClientAddress.subject(address)).isEqualTo(subject);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "example.com",
        "cafe",
        "1.2.3.4.5",
        "fe80::1%et'h0",
        "unknown",
        "[]",
        "[example.com]"
      })
  void whatIsNoAddressIsOneSubjectAndIsNeverLookedUp(String text) {
    assertThat(ClientAddress.subject(text)).isEqualTo("unknown");
  }
}

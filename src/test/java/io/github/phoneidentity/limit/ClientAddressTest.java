package io.github.phoneidentity.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
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
    "64:ff9b::192.0.2.1, 192.0.2.1",
    "64:ff9b::c000:201, 192.0.2.1",
    "64:ff9b:0:0:1::1, 64:ff9b:0:0:0:0:0:0/64",
    "[2001:db8:1:2::1], 2001:db8:1:2:0:0:0:0/64",
    "[2001:db8:1:2::1]:4711, 2001:db8:1:2:0:0:0:0/64"
  })
  void addressIsCountedAsOneSubscriber(String address, String subject) {
    assertThat(ClientAddress.subject(address)).isEqualTo(subject);
  }

  @Test
  void networkAroundASubscriberMayDoTenTimesAsMuch() {
    Limit subscriber = limit(ClientAddress.subject("2001:db8:1:2::1"), 20);

    assertThat(ClientAddress.limits(subscriber))
        .containsExactly(subscriber, limit("2001:db8:1:0:0:0:0:0/48", 200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "unknown", "client:c1"})
  void otherOriginsHaveNoNetworkAroundThem(String subject) {
    assertThat(ClientAddress.limits(limit(subject, 20))).containsExactly(limit(subject, 20));
  }

  private static Limit limit(String subject, int max) {
    return new Limit("realm", "address-hour", subject, max, Duration.ofHours(1));
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

  @Test
  void confidentialClientIsNoAddress() {
    assertThat(ClientAddress.isClient(ClientAddress.ofClient("192.0.2.1"))).isTrue();
    assertThat(ClientAddress.isClient("192.0.2.1")).isFalse();
    assertThat(ClientAddress.ofClient("c1")).isEqualTo("client:c1");
  }
}

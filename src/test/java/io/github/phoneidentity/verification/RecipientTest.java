package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientTest {

  @Test
  void numberIsMaskedWhereverItIsShown() {
    Recipient recipient = Recipient.of(new PhoneNumber("+821012345678"));

    assertThat(recipient.masked()).isEqualTo("+82******5678");
    assertThat(recipient).hasToString("+82******5678");
  }

  @ParameterizedTest
  @CsvSource({
    "kim@example.com, k***@example.com",
    "k@example.com, k***@example.com",
    "Kim@Example.COM, k***@example.com"
  })
  void mailAddressShowsItsFirstLetterAndItsHost(String address, String masked) {
    assertThat(Recipient.ofEmail(address).masked()).isEqualTo(masked);
  }

  @Test
  void recipientOfADecoyIsNoContact() {
    assertThat(Recipient.none(Channel.sms).isNone()).isTrue();
    assertThat(Recipient.none(Channel.email).masked()).isEqualTo("***");
    assertThat(Recipient.ofEmail("kim@example.com").isNone()).isFalse();
  }

  @Test
  void recipientOfTextsHasItsNumber() {
    PhoneNumber number = new PhoneNumber("+821012345678");

    assertThat(Recipient.of(number).phone()).isEqualTo(number);
  }
}

package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.client.HttpOutcome;
import io.github.phoneidentity.testing.TestMessage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that carries a text or a number shows it when it is printed, alone or inside of something
 * else.
 */
class RedactionTest {

  private static final String CODE = TestMessage.CODE;
  private static final PhoneNumber NUMBER = new PhoneNumber("+821012345678");
  private static final SmsMessage MESSAGE = TestMessage.to(NUMBER.e164(), "Your code is " + CODE);

  static Stream<Object> carriers() {
    return Stream.of(
        NUMBER,
        MESSAGE,
        new HttpOutcome.Answered(400, MESSAGE.text() + NUMBER.e164()),
        new ReceiptRequest(
            URI.create("https://example.com"),
            name -> Optional.of(NUMBER.e164()),
            Map.of("To", List.of(NUMBER.e164())),
            MESSAGE.text()),
        Optional.of(NUMBER),
        List.of(MESSAGE),
        Map.of(NUMBER, MESSAGE));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void printsNeitherTextNorNumber(Object carrier) {
    assertThat(carrier.toString())
        .doesNotContain(CODE)
        .doesNotContain("1012345678")
        .doesNotContain("12345678");
  }
}

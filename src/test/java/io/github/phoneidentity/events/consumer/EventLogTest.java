package io.github.phoneidentity.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLogTest {

  @Test
  void eventIsOneLine() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    EventLog log = new EventLog(new PrintStream(written, true, StandardCharsets.UTF_8));

    log.handle(new ReceivedEvent("1", "demo.user.registered", "{\"data\":{\"nickname\":\"민준\"}}"));

    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "demo.user.registered 1 {\"data\":{\"nickname\":\"민준\"}}" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource({
    "0a, \\u000a",
    "0d, \\u000d",
    "1b, \\u001b",
    "85, \\u0085",
    "2028, \\u2028",
    "202e, \\u202e",
    "200b, \\u200b",
    "d800, \\ud800"
  })
  void whatIsNotShownIsEscaped(String hexadecimal, String shown) {
    char character = (char) Integer.parseInt(hexadecimal, 16);

    String line =
        EventLog.line(new ReceivedEvent("1" + character, "k" + character, "p" + character));

    assertThat(line).isEqualTo("k" + shown + " 1" + shown + " p" + shown);
  }

  @Test
  void numbersAreMasked() {
    assertThat(EventLog.line(new ReceivedEvent("1", "k", "{\"phoneNumber\":\"+821012345678\"}")))
        .isEqualTo("k 1 {\"phoneNumber\":\"+82******5678\"}");
    assertThat(EventLog.line(new ReceivedEvent("1", "k", "{\"username\":\"01012345678\",\"a\":1}")))
        .isEqualTo("k 1 {\"username\":\"01*****5678\",\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({
    "01023459991, 01*****9991",
    "０１０２３４５９９９１, 01*****9991",
    "010-2345-9993, 01*****9993",
    "010_2345_9993, 01*****9993",
    "01023459991@example.com, 01*****9991@example.com",
    "010-2345-9991＠example.com, 01*****9991＠example.com",
    "f:directory:01023459991, f:directory:01*****9991",
    "1234567, *******",
    "kim@example.com, kim@example.com",
    "kim01, kim01",
    "0e1b2c3d-0000-4000-8000-000000000000, 0e1b2c3d-0000-4000-8000-000000000000",
    "2026-11-27T15:41:50Z, 2026-11-27T15:41:50Z",
    "1.0, 1.0"
  })
  void valueThatReadsAsANumberIsMasked(String value, String shown) {
    for (String member : List.of("username", "email", "nickname", "time", "subject")) {
      String event = "{\"%s\":\"%s\",\"a\\\"b\":\"c\"}";

      assertThat(EventLog.line(new ReceivedEvent("1", "k", event.formatted(member, value))))
          .isEqualTo("k 1 " + event.formatted(member, shown));
    }
  }

  /** Otherwise the event would be acknowledged, and in no log. */
  @Test
  void outputThatTakesNothingIsAFailure() {
    EventLog log =
        new EventLog(
            new PrintStream(
                new OutputStream() {
                  @Override
                  public void write(int b) throws IOException {
                    throw new IOException("closed");
                  }
                },
                true,
                StandardCharsets.UTF_8));

    assertThatThrownBy(() -> log.handle(new ReceivedEvent("1", "k", "{}")))
        .isInstanceOf(IllegalStateException.class);
  }
}

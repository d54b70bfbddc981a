package io.github.phoneidentity.sms.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.testing.TestMessage;
import org.junit.jupiter.api.Test;

class LogSmsGatewayTest {

  private static final SmsMessage MESSAGE = TestMessage.of("Your code is 135790");

  @Test
  void printsTheTextButNotTheNumberInDevelopment() {
    try (LogCapture log = LogCapture.of(LogSmsGateway.class)) {
      assertThat(new LogSmsGateway(true).send(MESSAGE)).isEqualTo(SendResult.ACCEPTED);
      assertThat(log.lines()).containsExactly("INFO SMS to +82******5678: Your code is 135790");
    }
  }

  @Test
  void refusesInProductionWithOneErrorLineThatHoldsNeitherCodeNorNumber() {
    try (LogCapture log = LogCapture.of(LogSmsGateway.class)) {
      assertThat(new LogSmsGateway(false).send(MESSAGE)).isEqualTo(SendResult.REJECTED);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("ERROR")
          .contains("message-1")
          .doesNotContain("135790", "1012345678");
    }
  }
}

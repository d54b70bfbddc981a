package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.outbox.Delivery;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.email.EmailException;

class MailingTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(null, Delivery.REJECTED),
        Arguments.of(new AuthenticationFailedException("535"), Delivery.REJECTED),
        Arguments.of(new SendFailedException("550 no such user"), Delivery.REJECTED),
        Arguments.of(
            new MailConnectException(
                new SocketConnectException("refused", new Exception(), "host", 25, 1)),
            Delivery.UNREACHABLE),
        Arguments.of(
            new MessagingException("STARTTLS", new SSLHandshakeException("no trust")),
            Delivery.UNREACHABLE),
        Arguments.of(
            new MessagingException("no answer", new SocketTimeoutException("read")),
            Delivery.UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void onlyAConnectionThatNeverCameAboutHandsNothingOver(Exception cause, Delivery outcome) {
    assertThat(Mailing.outcome(new EmailException("failed", cause))).isEqualTo(outcome);
  }

  @Test
  void longestHandOverFollowsFromTheRealmsTimeouts() {
    assertThat(Mailing.longest(Map.of())).hasSeconds(10 + 11 * 10);
    assertThat(Mailing.longest(Map.of("connectionTimeout", "1000", "timeout", "2000")))
        .hasSeconds(1 + 11 * 10);
    assertThat(Mailing.longest(Map.of("timeout", "20000", "writeTimeout", "never")))
        .hasSeconds(10 + 11 * 20);
  }
}

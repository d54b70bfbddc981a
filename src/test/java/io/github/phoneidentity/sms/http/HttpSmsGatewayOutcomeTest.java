package io.github.phoneidentity.sms.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.BoundedHttpClient;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.sms.client.HttpOutcome;
import io.github.phoneidentity.testing.TestMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which outcome each misbehaviour of a service is, and that none of them holds a thread. */
@Timeout(20)
class HttpSmsGatewayOutcomeTest {

  private static final SmsMessage MESSAGE = TestMessage.of("code 135790");
  private static final Duration DEADLINE = Duration.ofMillis(700);
  private static final Duration SLACK = Duration.ofSeconds(3);

  @ParameterizedTest
  @CsvSource({
    "200, ACCEPTED",
    "201, ACCEPTED",
    "204, ACCEPTED",
    "301, REJECTED",
    "302, REJECTED",
    "304, REJECTED",
    "307, REJECTED",
    "400, REJECTED",
    "401, REJECTED",
    "403, REJECTED",
    "404, REJECTED",
    "407, REJECTED",
    "408, REJECTED",
    "422, REJECTED",
    "429, UNREACHABLE",
    "500, UNREACHABLE",
    "502, UNREACHABLE",
    "503, UNREACHABLE",
  })
  void theStatusDecides(int status, SendResult result) throws IOException {
    String body = status == 204 || status == 304 ? "" : "Content-Length: 2\r\n";
    String answer =
        "HTTP/1.1 "
            + status
            + " X\r\nLocation: /elsewhere\r\n"
            + body
            + "\r\n"
            + (body.isEmpty() ? "" : "no");
    try (RawServer server = new RawServer(connection -> RawServer.answer(connection, answer))) {
      assertThat(send(server.url())).isEqualTo(result);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void nobodyListeningIsUnreachable() throws IOException {
    assertThat(send("http://127.0.0.1:" + freePort() + "/")).isEqualTo(SendResult.UNREACHABLE);
  }

  @Test
  void aHostWithoutAddressIsUnreachable() {
    assertThat(send("http://no-such-host.invalid/")).isEqualTo(SendResult.UNREACHABLE);
  }

  @Test
  void aConnectionThatIsNeverAcceptedIsUnreachable() throws IOException {
    // A full backlog: further connections are neither accepted nor refused.
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + full.getLocalPort() + "/";
      Socket[] others = new Socket[4];
      for (int i = 0; i < others.length; i++) {
        others[i] = new Socket();
        try {
          others[i].connect(full.getLocalSocketAddress(), 200);
        } catch (IOException e) {
          // Full.
        }
      }
      assertThat(send(url)).isEqualTo(SendResult.UNREACHABLE);
      for (Socket other : others) {
        other.close();
      }
    }
  }

  @Test
  void aServerThatDoesNotSpeakTlsIsUnreachable() throws IOException {
    try (RawServer server =
        new RawServer(
            connection ->
                connection
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))) {
      assertThat(send(server.url().replace("http:", "https:"))).isEqualTo(SendResult.UNREACHABLE);
    }
  }

  @Test
  void aServerThatClosesDuringTheTlsHandshakeIsUnreachable() throws IOException {
    try (RawServer server = new RawServer(connection -> connection.getInputStream().read())) {
      assertThat(send(server.url().replace("http:", "https:"))).isEqualTo(SendResult.UNREACHABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Le"})
  void aServerThatReadsAndNeverAnswersIsUnknown(String begun) throws IOException {
    try (RawServer server =
        new RawServer(
            connection -> {
              RawServer.answer(connection, begun);
              RawServer.hang();
            })) {
      assertWithinDeadline(server.url(), SendResult.UNKNOWN);
    }
  }

  @Test
  void aServerThatReadsNothingIsUnknown() throws IOException {
    try (RawServer server = new RawServer(connection -> RawServer.hang())) {
      assertWithinDeadline(server.url(), SendResult.UNKNOWN);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConnectionThatBreaksAfterTheRequestIsUnknown(boolean reset) throws IOException {
    try (RawServer server =
        new RawServer(
            connection -> {
              RawServer.readRequest(connection.getInputStream());
              connection.setSoLinger(reset, 0);
            })) {
      assertThat(send(server.url())).isEqualTo(SendResult.UNKNOWN);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aReusedConnectionThatBreaksIsUnknownAndNotTriedAgain() throws IOException {
    try (RawServer server =
        new RawServer(
            connection -> {
              RawServer.answer(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              RawServer.readRequest(connection.getInputStream());
            })) {
      HttpSmsGateway gateway = gateway(Map.of("url", server.url()));
      assertThat(gateway.send(MESSAGE)).isEqualTo(SendResult.ACCEPTED);
      assertThat(gateway.send(MESSAGE)).isEqualTo(SendResult.UNKNOWN);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void aGetIsNeverTriedAgainBehindOurBack() throws IOException {
    try (RawServer server =
        new RawServer(
            connection -> {
              RawServer.answer(connection, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              RawServer.readRequest(connection.getInputStream());
            })) {
      HttpSmsGateway gateway = gateway(Map.of("url", server.url() + "?to={to}", "method", "GET"));
      assertThat(gateway.send(MESSAGE)).isEqualTo(SendResult.ACCEPTED);
      assertThat(gateway.send(MESSAGE)).isEqualTo(SendResult.ACCEPTED);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void anAnswerIsNoLongerAwaitedWhenItsStatusIsKnown() throws IOException {
    try (RawServer server =
        new RawServer(
            connection -> {
              RawServer.answer(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nok");
              RawServer.hang();
            })) {
      assertWithinDeadline(server.url(), SendResult.ACCEPTED);
    }
  }

  @Test
  void aDrippingHeadEndsAtTheDeadline() throws IOException {
    try (RawServer server =
        new RawServer(
            connection -> {
              RawServer.answer(connection, "HTTP/1.1 200 OK\r\n");
              OutputStream out = connection.getOutputStream();
              for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                out.write(("X-" + i + ": drip\r\n").getBytes(StandardCharsets.US_ASCII));
                TimeUnit.MILLISECONDS.sleep(100);
              }
            })) {
      assertWithinDeadline(server.url(), SendResult.UNKNOWN);
    }
  }

  @Test
  void ofAnEndlessAnswerNoMoreThanAKilobyteIsRead() throws IOException {
    try (RawServer server =
        new RawServer(
            connection -> {
              RawServer.answer(connection, "HTTP/1.1 200 OK\r\n\r\n");
              byte[] kilobyte = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
              while (true) {
                connection.getOutputStream().write(kilobyte);
              }
            })) {
      BoundedHttpClient client =
          new BoundedHttpClient(DEADLINE, Duration.ofSeconds(10), HttpSmsGateway.MOST_READ);
      HttpOutcome exchange =
          client.exchange(HttpRequest.newBuilder(URI.create(server.url())), "POST", new byte[] {1});
      assertThat(exchange)
          .isInstanceOfSatisfying(
              HttpOutcome.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(200);
                assertThat(answered.body()).hasSize(HttpSmsGateway.MOST_READ);
              });
    }
  }

  @Test
  void nothingOfTextOrAnswerIsLogged() throws IOException {
    String answer =
        "HTTP/1.1 400 135790\r\nContent-Length: 25\r\n\r\n{\"to\":\"+821012345678\",..}";
    try (LogCapture log = LogCapture.of("io.github.phoneidentity");
        RawServer server = new RawServer(connection -> RawServer.answer(connection, answer))) {
      assertThat(send(server.url())).isEqualTo(SendResult.REJECTED);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("message-1", "400")
          .doesNotContain("135790", "1012345678");
    }
  }

  private static void assertWithinDeadline(String url, SendResult result) {
    long begun = System.nanoTime();
    assertThat(send(url)).isEqualTo(result);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(DEADLINE.plus(SLACK));
  }

  private static SendResult send(String url) {
    return gateway(Map.of("url", url)).send(MESSAGE);
  }

  private static HttpSmsGateway gateway(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.put("connect-timeout", "500ms");
    all.put("read-timeout", DEADLINE.toMillis() + "ms");
    HttpSmsGatewayConfig config = new HttpSmsGatewayConfig(new GatewayOptions("http", all::get));
    return new HttpSmsGateway(config.url().orElseThrow(), config, () -> 1_800_000_000);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}

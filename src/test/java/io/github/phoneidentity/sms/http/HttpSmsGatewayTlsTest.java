package io.github.phoneidentity.sms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpSmsGatewayTlsTest {

  @TempDir Path directory;

  @Test
  void aCertificateThatNobodyTrustsIsUnreachableAndReceivesNothing() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(TestCertificate.forHost("localhost", directory).server()));
    server.createContext("/", exchange -> requests.incrementAndGet());
    server.start();
    try {
      assertThat(send("https://localhost:" + server.getAddress().getPort() + "/"))
          .isEqualTo(SendResult.UNREACHABLE);
      assertThat(requests).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aServerThatNeverAnswersTheHandshakeIsUnreachable() throws IOException {
    try (RawServer server = new RawServer(connection -> RawServer.hang())) {
      assertThat(send(server.url().replace("http:", "https:"))).isEqualTo(SendResult.UNREACHABLE);
    }
  }

  private static SendResult send(String url) {
    Map<String, String> options = Map.of("url", url, "read-timeout", "1500ms");
    HttpSmsGatewayConfig config =
        new HttpSmsGatewayConfig(new GatewayOptions("http", options::get));
    return new HttpSmsGateway(config.url().orElseThrow(), config, () -> 0)
        .send(HttpSmsGateway.SAMPLE);
  }
}

package io.github.phoneidentity.sms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.phoneidentity.sms.SendResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpSmsGatewayTlsTest {

  private static final String PASSWORD = "changeit";

  @TempDir Path directory;

  @Test
  void aCertificateThatNobodyTrustsIsUnreachableAndReceivesNothing() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
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
    HttpSmsGatewayConfig config = new HttpSmsGatewayConfig(options::get);
    return new HttpSmsGateway(config.url().orElseThrow(), config, () -> 0)
        .send(HttpSmsGateway.SAMPLE);
  }

  private SSLContext selfSigned() throws Exception {
    Path file = directory.resolve("server.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    new ProcessBuilder(
            keytool,
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            file.toString())
        .start()
        .waitFor();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}

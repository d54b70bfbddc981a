package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.phoneidentity.testing.ForwardProxy;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestCertificate;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that reaches its SMS service over TLS and by a proxy with credentials alone: the
 * service's host exists nowhere else, and only the server's truststore has its certificate.
 */
class OutgoingProxyIT {

  private static final String HOST = "sms.example";

  private static final KeycloakServer SERVER = KeycloakServer.shared();
  @AutoClose private static final TestRealm REALM = TestRealm.create();
  @AutoClose private static final ForwardProxy PROXY = new ForwardProxy("keycloak", "pass:word");

  @TempDir private static Path directory;
  private static final List<String> received = new CopyOnWriteArrayList<>();
  private static final List<String> headers = new CopyOnWriteArrayList<>();
  private static HttpsServer service;

  @BeforeAll
  static void restartBehindProxy() throws Exception {
    TestCertificate certificate = TestCertificate.forHost(HOST, directory);
    service = HttpsServer.create(new InetSocketAddress(0), 0);
    service.setHttpsConfigurator(new HttpsConfigurator(certificate.server()));
    service.createContext(
        "/",
        exchange -> {
          // The connection stays open: a proxy that closes it may cut the answer off.
          headers.addAll(exchange.getRequestHeaders().keySet());
          received.add(body(exchange.getRequestBody().readAllBytes()));
          exchange.sendResponseHeaders(202, -1);
        });
    service.start();
    SERVER.nodes().forEach(KeycloakServer::stop);
    SERVER.restartTrusting(
        certificate.pem(),
        "--spi-sms-gateway--http--url=https://" + HOST + ":" + port() + "/messages",
        "--spi-sms-gateway--http--read-timeout=60s",
        "--spi-connections-http-client--default--proxy-mappings=.*[.]example;"
            + "http://keycloak:pass:word@"
            + SERVER.hostOfTests()
            + ":"
            + PROXY.port());
  }

  @AfterAll
  static void restart() throws IOException {
    service.stop(0);
    SERVER.restart();
  }

  @Test
  void textsGoByTheProxy() {
    String phone = Unique.phone();

    new RestApi(REALM).send("registration", phone).then().statusCode(201);

    Awaitility.await("text").atMost(Duration.ofMinutes(1)).until(() -> !received.isEmpty());
    assertThat(received).singleElement().asString().contains(phone);
    assertThat(headers).contains("Content-type").doesNotContain("Proxy-authorization");
    assertThat(PROXY.requests()).containsExactly("CONNECT " + HOST + ":" + port() + " HTTP/1.1");
  }

  private static int port() {
    return service.getAddress().getPort();
  }

  private static String body(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

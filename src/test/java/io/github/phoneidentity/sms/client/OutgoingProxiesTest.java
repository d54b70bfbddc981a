package io.github.phoneidentity.sms.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.phoneidentity.testing.ForwardProxy;
import io.github.phoneidentity.testing.TestCertificate;
import io.github.phoneidentity.testing.VendorListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.connections.httpclient.ProxyMappings;

/** Which proxy a request takes. Hosts below {@code example} exist behind the proxies alone. */
@Timeout(20)
class OutgoingProxiesTest {

  private static final byte[] BODY = "text".getBytes(StandardCharsets.UTF_8);
  private static final HttpOutcome.Unanswered NOT_HANDED_OVER =
      HttpOutcome.Unanswered.NOT_HANDED_OVER;

  private final VendorListener service = new VendorListener().answer(202, "");

  @BeforeEach
  @AfterEach
  void forgetHosts() {
    ProxyMappings.clearCache();
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aRequestForAnHttpAddressIsForwarded() {
    try (ForwardProxy proxy = new ForwardProxy()) {
      assertThat(post(mapping(".*;http://127.0.0.1:" + proxy.port()), service("sms.example")))
          .isEqualTo(new HttpOutcome.Answered(202, ""));

      assertThat(proxy.requests()).containsExactly("POST " + service("sms.example") + " HTTP/1.1");
      assertThat(service.last().body()).isEqualTo("text");
    }
  }

  @Test
  void credentialsGoToTheProxy() {
    try (ForwardProxy proxy = new ForwardProxy("user", "pass:word")) {
      String address = "127.0.0.1:" + proxy.port();

      assertThat(post(mapping(".*;http://user:pass:word@" + address), service("sms.example")))
          .isEqualTo(new HttpOutcome.Answered(202, ""));
      assertThat(proxy.requests()).hasSize(1);
    }
  }

  @Test
  void credentialsDoNotGoToAServiceWithoutProxy() {
    OutgoingProxies proxies =
        OutgoingProxies.of(
            new String[] {"127[.]0[.]0[.]1;NO_PROXY", ".*;http://user:password@proxy.example:3128"},
            name -> null);

    assertThat(post(proxies, service("127.0.0.1"))).isEqualTo(new HttpOutcome.Answered(202, ""));
    assertThat(service.last().headers()).doesNotContainKey("Proxy-Authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aProxyThatRefusesTheCredentialsIsUnreachable(String scheme) {
    try (ForwardProxy proxy = new ForwardProxy("user", "password")) {
      assertThat(
              post(
                  mapping(".*;http://127.0.0.1:" + proxy.port()),
                  service("sms.example").replace("http:", scheme + ":")))
          .isEqualTo(NOT_HANDED_OVER);
      assertThat(service.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, 403 Forbidden", "GET, 403 Forbidden", "GET, 502 Bad Gateway"})
  void aRefusedTunnelIsUnreachable(String method, String status) {
    try (ForwardProxy proxy = new ForwardProxy()) {
      proxy.refuse(status);

      assertThat(
              call(
                  mapping(".*;http://127.0.0.1:" + proxy.port()),
                  "https://sms.example/",
                  method,
                  method.equals("GET") ? null : BODY))
          .isEqualTo(NOT_HANDED_OVER);
      assertThat(proxy.requests()).containsExactly("CONNECT sms.example:443 HTTP/1.1");
    }
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefusedInATunnelToo(@TempDir Path directory) throws Exception {
    HttpsServer untrusted =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    untrusted.setHttpsConfigurator(
        new HttpsConfigurator(TestCertificate.forHost("sms.example", directory).server()));
    untrusted.start();
    int port = untrusted.getAddress().getPort();
    try (ForwardProxy proxy = new ForwardProxy()) {
      assertThat(
              post(
                  mapping(".*;http://127.0.0.1:" + proxy.port()),
                  "https://sms.example:" + port + "/"))
          .isEqualTo(NOT_HANDED_OVER);
      assertThat(proxy.requests()).containsExactly("CONNECT sms.example:" + port + " HTTP/1.1");
    } finally {
      untrusted.stop(0);
    }
  }

  @Test
  void aProxyThatDoesNotExistIsUnreachable() {
    assertThat(post(mapping(".*;http://proxy.invalid"), service("127.0.0.1")))
        .isEqualTo(NOT_HANDED_OVER);
  }

  @Test
  void nothingIsSentToAProxyThatIsReachedByHttps() {
    try (ForwardProxy proxy = new ForwardProxy()) {
      assertThat(post(mapping(".*;https://127.0.0.1:" + proxy.port()), service("sms.example")))
          .isEqualTo(NOT_HANDED_OVER);
      assertThat(proxy.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS_PROXY, HTTP_PROXY",
    "https_proxy, HTTPS_PROXY",
    "HTTP_PROXY, NOTHING",
    "http_proxy, NOTHING",
  })
  void withoutMappingsTheEnvironmentNamesTheProxy(String used, String unused) {
    try (ForwardProxy proxy = new ForwardProxy()) {
      Map<String, String> environment =
          Map.of(
              used,
              "http://127.0.0.1:" + proxy.port(),
              unused,
              "http://proxy.invalid",
              "NO_PROXY",
              "127.0.0.1,intra.example");
      OutgoingProxies proxies = OutgoingProxies.of(null, environment::get);

      assertThat(post(proxies, service("sms.example")))
          .isEqualTo(new HttpOutcome.Answered(202, ""));
      assertThat(post(proxies, service("127.0.0.1"))).isEqualTo(new HttpOutcome.Answered(202, ""));
      assertThat(proxy.requests()).hasSize(1);
      assertThat(proxies.applyTo(URI.create("https://sms.intra.example"))).isFalse();
    }
  }

  @Test
  void mappingsPrecedeTheEnvironment() {
    OutgoingProxies proxies =
        OutgoingProxies.of(
            new String[] {"sms[.]example;NO_PROXY"}, Map.of("HTTPS_PROXY", "http://a:1")::get);

    assertThat(proxies.applyTo(URI.create("https://sms.example"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.example:3128", "//secret@proxy example"})
  void aProxyThatCannotBeReadIsNamedWithoutItsValue(String value) {
    assertThatThrownBy(() -> OutgoingProxies.of(null, Map.of("HTTPS_PROXY", value)::get))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("HTTPS_PROXY or HTTP_PROXY cannot be read");
    assertThatThrownBy(() -> OutgoingProxies.of(new String[] {value}, name -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("spi-connections-http-client--default--proxy-mappings cannot be read");
  }

  private static OutgoingProxies mapping(String mapping) {
    return OutgoingProxies.of(new String[] {mapping}, name -> null);
  }

  private String service(String host) {
    return service.url().replace("127.0.0.1", host) + "/messages";
  }

  private static HttpOutcome post(OutgoingProxies proxies, String url) {
    return call(proxies, url, "POST", BODY);
  }

  private static HttpOutcome call(OutgoingProxies proxies, String url, String method, byte[] body) {
    return new BoundedHttpClient(Duration.ofSeconds(2), Duration.ofSeconds(5), 1024, proxies)
        .exchange(HttpRequest.newBuilder(URI.create(url)), method, body);
  }
}

package io.github.phoneidentity.sms.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.testing.TestMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service receives. */
class HttpSmsGatewayTest {

  private static final String TEXT = "\"코드\" 135790 & <{id}> \\ 100%+1=2\n@example.com #135790";
  private static final SmsMessage MESSAGE = TestMessage.of(TEXT);

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::receive);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void postsJsonByDefault() throws IOException {
    send(Map.of());

    assertThat(received.get(0).method()).isEqualTo("POST");
    assertThat(received.get(0).header("Content-Type")).isEqualTo("application/json");
    assertThat(new ObjectMapper().readValue(received.get(0).body(), Map.class))
        .isEqualTo(Map.of("to", "+821012345678", "text", TEXT, "id", "message-1"));
    assertThat(received.get(0).header(RequestSignature.SIGNATURE_HEADER)).isNull();
  }

  @Test
  void tellsARouterWhatTheTextIsAbout() {
    send(
        Map.of(
            "body",
            "c={code}&p={purpose}&l={locale}&r={realm}&a={client}",
            "headers",
            "X-Realm: {realm}"));

    assertThat(received.get(0).body()).isEqualTo("c=135790&p=login&l=en&r=demo&a=demo-app");
    assertThat(received.get(0).header("X-Realm")).isEqualTo("demo");
  }

  @Test
  void escapesForAFormBody() {
    send(
        Map.of(
            "body", "from=1588&to={to}&text={text}&id={id}",
            "headers", "Content-Type: application/x-www-form-urlencoded; charset=utf-8",
            "method", "put"));

    assertThat(received.get(0).method()).isEqualTo("PUT");
    assertThat(received.get(0).body())
        .isEqualTo(
            "from=1588&to=%2B821012345678&text=%22%EC%BD%94%EB%93%9C%22+135790+%26+%3C%7Bid%7D%3E+%5C+100%25%2B1%3D2"
                + "%0A%40example.com+%23135790&id=message-1");
  }

  @Test
  void aBodyThatIsNeitherJsonNorXmlIsAFormUnlessTheHeaderSaysOtherwise() {
    send(Map.of("body", "to={to}"));
    send(Map.of("body", "to={to}", "headers", "content-type: text/plain"));

    assertThat(received)
        .extracting(Received::body)
        .containsExactly("to=%2B821012345678", "to=+821012345678");
    assertThat(received)
        .extracting(request -> request.header("Content-Type"))
        .containsExactly("application/x-www-form-urlencoded", "text/plain");
  }

  @Test
  void escapesForXml() {
    send(Map.of("body", "<sms to='{to}'>{text}</sms>"));

    assertThat(received.get(0).body())
        .isEqualTo(
            "<sms to='+821012345678'>&quot;코드&quot; 135790 &amp; &lt;{id}&gt; \\ 100%+1=2\n"
                + "@example.com #135790</sms>");
  }

  @Test
  void escapesForTheUrl() {
    send(Map.of("url", url() + "send/{id}?to={to}&text={text}", "method", "GET"));

    assertThat(received.get(0).method()).isEqualTo("GET");
    assertThat(received.get(0).body()).isEmpty();
    assertThat(received.get(0).uri())
        .isEqualTo(
            "/send/message-1?to=%2B821012345678&text=%22%EC%BD%94%EB%93%9C%22%20135790%20%26%20%3C%7Bid%7D%3E%20%5C%20"
                + "100%25%2B1%3D2%0A%40example.com%20%23135790");
  }

  @Test
  void aHeaderStaysOneLine() {
    send(Map.of("headers", "Authorization: Bearer a,b|c || X-Text: {text}\nX-Id: {id}"));

    assertThat(received.get(0).header("Authorization")).isEqualTo("Bearer a,b|c");
    assertThat(received.get(0).header("X-Id")).isEqualTo("message-1");
    assertThat(received.get(0).header("X-Text"))
        .isEqualTo("\"%EC%BD%94%EB%93%9C\" 135790 & <{id}> \\ 100%+1=2 @example.com #135790");
  }

  @Test
  void signsTimestampAndBody() {
    send(
        Map.of("secret", "Jefe", "body", "what do ya want", "headers", "Content-Type: text/plain"));

    assertThat(received.get(0).header("X-Phone-Identity-Timestamp")).isEqualTo("1800000000");
    // printf '1800000000.what do ya want' | openssl dgst -sha256 -hmac Jefe
    assertThat(received.get(0).header("X-Phone-Identity-Signature"))
        .isEqualTo("sha256=f979a4f412dbe68a793eee6067cbf4534fdfd32fa3f2d33d5e2c63bee3659d8e");
  }

  @Test
  void signsAnEmptyBodyOfAGet() {
    send(Map.of("secret", "Jefe", "method", "GET"));

    assertThat(received.get(0).header("X-Phone-Identity-Signature"))
        .isEqualTo(new RequestSignature("Jefe").of("1800000000", new byte[0]));
  }

  @Test
  void reusesItsConnection() {
    HttpSmsGateway gateway = gateway(Map.of());
    for (int i = 0; i < 5; i++) {
      assertThat(gateway.send(MESSAGE)).isEqualTo(SendResult.ACCEPTED);
    }
    assertThat(clients).hasSize(1);
  }

  private void send(Map<String, String> options) {
    assertThat(gateway(options).send(MESSAGE)).isEqualTo(SendResult.ACCEPTED);
  }

  private HttpSmsGateway gateway(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent("url", url());
    HttpSmsGatewayConfig config = new HttpSmsGatewayConfig(new GatewayOptions("http", all::get));
    return new HttpSmsGateway(config.url().orElseThrow(), config, () -> 1_800_000_000);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void receive(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    received.add(
        new Received(
            exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body));
    byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(202, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private record Received(String method, String uri, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.get(name.toLowerCase(Locale.ROOT));
    }
  }
}

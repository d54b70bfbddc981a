package io.github.phoneidentity.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP service on this machine that records requests and answers by a function. */
public final class VendorListener implements AutoCloseable {

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private volatile Function<Request, Answer> answers;

  public VendorListener() {
    this(InetAddress.getLoopbackAddress());
  }

  private VendorListener(InetAddress address) {
    try {
      server = HttpServer.create(new InetSocketAddress(address, 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/", this::receive);
    server.start();
  }

  /** One that a Keycloak in a container reaches as well. */
  public static VendorListener forServers() {
    return new VendorListener(new InetSocketAddress(0).getAddress());
  }

  /** Answers every request alike from now on. */
  public VendorListener answer(int status, String body) {
    return answer(request -> new Answer(status, body));
  }

  /** Answers by the request from now on. */
  public VendorListener answer(Function<Request, Answer> answers) {
    this.answers = answers;
    return this;
  }

  public String url() {
    return url("127.0.0.1");
  }

  /** Its address for a server that reaches this machine as {@code host}. */
  public String url(String host) {
    return "http://" + host + ":" + server.getAddress().getPort();
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Request> requests() {
    return requests;
  }

  public Request last() {
    return requests.get(requests.size() - 1);
  }

  /** The number of connections that have carried a request. */
  public int connections() {
    return clients.size();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    clients.add(exchange.getRemoteAddress());
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name, String.join(",", values)));
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    Answer answer = answers.apply(request);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  /** An answer. */
  public record Answer(int status, String body) {}

  /** A request; the names of headers are case-insensitive. */
  public record Request(String method, String path, Map<String, String> headers, String body) {

    public String header(String name) {
      return headers.get(name);
    }

    /** The fields of a form, in their order. */
    public Map<String, String> form() {
      Map<String, String> fields = new LinkedHashMap<>();
      for (String field : body.split("&")) {
        int equals = field.indexOf('=');
        fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
      }
      return fields;
    }

    private static String decoded(String value) {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }
  }
}

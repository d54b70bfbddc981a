package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy that tunnels and forwards (RFC 9110, sections 3.7 and 9.3.6). Whatever host a
 * client names, it is this machine; so a request for a host that does not exist arrives by the
 * proxy or not at all.
 */
public final class ForwardProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Optional<String> authorization;
  private volatile Optional<String> refusal = Optional.empty();

  /** One that asks for no credentials. */
  public ForwardProxy() {
    this(Optional.empty());
  }

  /** One that asks for these Basic credentials. */
  public ForwardProxy(String username, String password) {
    this(
        Optional.of((username + ":" + password).getBytes(StandardCharsets.UTF_8))
            .map(known -> "Basic " + Base64.getEncoder().encodeToString(known)));
  }

  private ForwardProxy(Optional<String> authorization) {
    this.authorization = authorization;
    try {
      listener = new ServerSocket(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Its first lines of requests so far, such as {@code CONNECT sms.example:443 HTTP/1.1}. */
  public List<String> requests() {
    return requests;
  }

  /** Answers every request so from now on, such as by {@code 502 Bad Gateway}. */
  public void refuse(String status) {
    refusal = Optional.of(status);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    close(listener);
    sockets.forEach(ForwardProxy::close);
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        Socket client = listener.accept();
        sockets.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = readHead(client.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      String line = head.substring(0, head.indexOf("\r\n"));
      requests.add(line);
      String[] parts = line.split(" ");
      if (refusal.isPresent()) {
        write(client, "HTTP/1.1 " + refusal.get() + "\r\nContent-Length: 0\r\n\r\n");
      } else if (!isAuthorized(head)) {
        write(
            client,
            "HTTP/1.1 407 Proxy Authentication Required\r\n"
                + "Proxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n");
      } else if (parts[0].equals("CONNECT")) {
        int port = Integer.parseInt(parts[1].substring(parts[1].lastIndexOf(':') + 1));
        Socket server = connect(port);
        write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        join(client, server);
      } else {
        URI target = URI.create(parts[1]);
        Socket server = connect(target.getPort() < 0 ? 80 : target.getPort());
        write(server, forwarded(head, parts, target));
        join(client, server);
      }
    } catch (IOException e) {
      // The client has closed the connection.
    }
  }

  /** The head as a proxy passes it on: for one request, by its path, without credentials. */
  private static String forwarded(String head, String[] parts, URI target) {
    String path = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    return head.replaceFirst(
            "^[^\r]*",
            parts[0] + " " + target.getRawPath() + path + " HTTP/1.1\r\nConnection: close")
        .replaceAll("(?i)\r\nProxy-Authorization:[^\r]*", "");
  }

  private boolean isAuthorized(String head) {
    return authorization
        .map(known -> head.contains("\r\nProxy-Authorization: " + known + "\r\n"))
        .orElse(true);
  }

  private Socket connect(int port) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(server);
    return server;
  }

  private void join(Socket client, Socket server) throws IOException {
    threads.execute(() -> pump(client, server));
    pump(server, client);
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      close(to);
    }
  }

  /** The head of a request with the empty line at its end; empty at the end of the connection. */
  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void write(Socket to, String text) throws IOException {
    OutputStream out = to.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.github.phoneidentity.sms.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that does to a connection what a test says, well-formed HTTP or not. */
final class RawServer implements AutoCloseable {

  /** What is done to one connection; it is closed afterwards. */
  interface Behaviour {
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  RawServer(Behaviour behaviour) throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(() -> accept(behaviour));
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/";
  }

  /** Connections that were made so far. */
  int connections() {
    return connections.size();
  }

  /** Reads one request with its body and answers it; false at the end of the connection. */
  static boolean answer(Socket connection, String response) throws IOException {
    if (!readRequest(connection.getInputStream())) {
      return false;
    }
    OutputStream out = connection.getOutputStream();
    out.write(response.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    return true;
  }

  /** Reads one request with its body; false at the end of the connection. */
  static boolean readRequest(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    for (String line : head.toString().split("\r\n")) {
      if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
        in.readNBytes(Integer.parseInt(line.substring(15).strip()));
      }
    }
    return true;
  }

  /** Waits until the test ends. */
  static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Behaviour behaviour) {
    try {
      while (!socket.isClosed()) {
        Socket connection = socket.accept();
        connections.add(connection);
        threads.execute(() -> serve(behaviour, connection));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private static void serve(Behaviour behaviour, Socket connection) {
    try (connection) {
      behaviour.serve(connection);
    } catch (IOException e) {
      // The client has closed the connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

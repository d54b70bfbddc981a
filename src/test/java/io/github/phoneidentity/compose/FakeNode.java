package io.github.phoneidentity.compose;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes requests in a node's place, and breaks each of them off. */
final class FakeNode implements Closeable {

  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean answering;

  private FakeNode(ServerSocket listener) {
    this.listener = listener;
  }

  static FakeNode start() {
    return startAt(0);
  }

  /** Starts where another was. */
  static FakeNode startAt(int port) {
    try {
      ServerSocket listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(port));
      FakeNode node = new FakeNode(listener);
      Thread thread = new Thread(node::listen, "fake-node");
      thread.setDaemon(true);
      thread.start();
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers from now on. */
  void answer() {
    answering = true;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many have begun to arrive. */
  int requests() {
    return requests.get();
  }

  private void listen() {
    try {
      while (true) {
        try (Socket socket = listener.accept()) {
          take(socket);
        }
      }
    } catch (IOException closed) {
      // It refuses connections from now on.
    }
  }

  private void take(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String line = in.readLine();
    if (line == null) {
      return;
    }
    requests.incrementAndGet();
    int body = 0;
    for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
      if (header.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
        body = Integer.parseInt(header.substring(16));
      }
    }
    for (int i = 0; i < body; i++) {
      in.read();
    }
    if (answering) {
      socket.getOutputStream().write(OK);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

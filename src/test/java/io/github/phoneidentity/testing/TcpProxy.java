package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A listener in front of a server, through which a test lets the network between fail. Its port is
 * chosen once and stays.
 */
final class TcpProxy {

  private static final int BUFFER = 64 * 1024;

  /** A connection on this machine takes far less, unless nothing answers. */
  private static final int NO_ANSWER_MILLIS = 500;

  /** More connections than a kernel keeps for a listener that wants one. */
  private static final int MOST_WAITING = 64;

  private final int target;
  private ServerSocketFactory listeners;
  private final int port;
  private final AtomicInteger accepted = new AtomicInteger();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;

  private Thread accepting;

  private volatile boolean answering = true;
  private boolean dropping;

  private TcpProxy(int target, ServerSocketFactory listeners) {
    this.target = target;
    this.listeners = listeners;
    ServerSocket first = open(0);
    this.port = first.getLocalPort();
    listen(first);
  }

  /** Listens on all addresses in front of this port of this machine. */
  static TcpProxy to(int target) {
    return to(target, ServerSocketFactory.getDefault());
  }

  /** The same with listeners of another kind, such as those for TLS. */
  static TcpProxy to(int target, ServerSocketFactory listeners) {
    return new TcpProxy(target, listeners);
  }

  int port() {
    return port;
  }

  /** How many connections there have been. */
  int accepted() {
    return accepted.get();
  }

  /** Ends every connection and refuses new ones. */
  synchronized void refuse() {
    stopListening();
    cut();
    dropping = false;
    notifyAll();
  }

  private void stopListening() {
    close(listener);
    try {
      accepting.join(); // until then the port may still accept a connection, and cannot be bound
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets no byte through any more, and accepts new connections without ever answering. */
  synchronized void fallSilent() {
    answering = false;
  }

  /**
   * Drops packets: what has begun to arrive is not read any more, so that the sender's buffers fill
   * up, and a new connection gets no answer at all.
   */
  synchronized void dropPackets() {
    dropping = true;
    stopListening();
    listener = open(port, ServerSocketFactory.getDefault(), 1);
    // The kernel answers no more connections while as many wait to be accepted as a listener wants.
    int connected = 0;
    while (connects()) {
      if (++connected > MOST_WAITING) {
        throw new IllegalStateException("The kernel answers connections that nobody accepts");
      }
    }
  }

  private boolean connects() {
    Socket waiting = new Socket();
    sockets.add(waiting);
    try {
      waiting.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), NO_ANSWER_MILLIS);
      return true;
    } catch (SocketTimeoutException full) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Passes everything on again, what dropped packets have delayed too. Other connections of before
   * are ended.
   */
  synchronized void restore() {
    answering = true;
    if (dropping) {
      dropping = false;
      close(listener);
      notifyAll();
    } else {
      cut();
    }
    if (listener.isClosed()) {
      listen(open(port));
    }
  }

  /** Ends every connection, and makes listeners of another kind from now on. */
  synchronized void listenBy(ServerSocketFactory others) {
    refuse();
    listeners = others;
    restore();
  }

  private void cut() {
    sockets.forEach(TcpProxy::close);
    sockets.clear();
  }

  private void listen(ServerSocket opened) {
    listener = opened;
    accepting = start(() -> accept(opened));
  }

  private void accept(ServerSocket opened) {
    try {
      while (true) {
        Socket client = opened.accept();
        accepted.incrementAndGet();
        sockets.add(client);
        if (answering) {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
          sockets.add(server);
          start(() -> pump(client, server));
          start(() -> pump(server, client));
        }
      }
    } catch (IOException closed) {
      // It refuses connections from now on.
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitPackets();
        if (!answering) {
          waitForTheEndOf(in);
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException cut) {
      // The other direction ends with this one.
    }
  }

  private synchronized void awaitPackets() throws InterruptedIOException {
    try {
      while (dropping) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  /** What arrives is lost, until somebody ends the connection. */
  private static void waitForTheEndOf(InputStream in) throws IOException {
    in.transferTo(OutputStream.nullOutputStream());
  }

  private ServerSocket open(int port) {
    return open(port, listeners, 0);
  }

  /** The backlog is the default one if it is 0. */
  private static ServerSocket open(int port, ServerSocketFactory listeners, int backlog) {
    try {
      ServerSocket opened = listeners.createServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(port), backlog);
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.github.phoneidentity.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.phoneidentity.benchmark.Pairs;
import io.github.phoneidentity.benchmark.Results;
import io.github.phoneidentity.benchmark.Row;
import io.github.phoneidentity.sms.client.BoundedHttpClient;
import io.github.phoneidentity.sms.client.OutgoingProxies;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * How many texts a second a lane of the dispatcher hands to a service that answers at once, each
 * claimed and settled in the database, beside a bare loop of the same HTTP client; {@code mvn
 * -Pbenchmark}.
 */
class DispatcherBenchmark {

  /** As many as a lane queues at once, so that no round waits for another sweep. */
  private static final int TEXTS = Bulkheads.PLACES_PER_LANE;

  private static final int AT_ONCE = Bulkheads.THREADS_PER_LANE;

  /** Rounds until the compiler of the server is done. */
  private static final int WARM_UP = 10;

  private static final int ROUNDS = 7;
  private static final byte[] BODY =
      "{\"to\":\"+821012345678\",\"text\":\"Demo: your phone number was changed.\",\"id\":\"0\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger received = new AtomicInteger();
  private final AtomicLong first = new AtomicLong();
  private final AtomicLong last = new AtomicLong();

  @Test
  void dispatcherBesideABareLoop() throws Exception {
    KeycloakServer server = KeycloakServer.shared();
    ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer service = service(threads);
    server.nodes().forEach(KeycloakServer::stop);
    server.restartWith(
        "--spi-sms-gateway--http--url=" + url(server.hostOfTests(), service) + "/texts");
    try (TestRealm realm = TestRealm.create()) {
      URI url = URI.create(url("127.0.0.1", service) + "/bare");
      Results.add(
          Row.DISPATCHER, Pairs.of(WARM_UP, ROUNDS, () -> dispatched(realm), () -> bare(url)));
    } finally {
      service.stop(0);
      threads.shutdownNow();
      server.restart();
    }
  }

  private HttpServer service(ExecutorService threads) throws Exception {
    HttpServer service = HttpServer.create(new InetSocketAddress(0), AT_ONCE);
    service.setExecutor(threads);
    service.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(202, -1);
          exchange.close();
          if (exchange.getRequestURI().getPath().equals("/texts")) {
            long now = System.nanoTime();
            first.compareAndSet(0, now);
            last.accumulateAndGet(now, Math::max);
            received.incrementAndGet();
          }
        });
    service.start();
    return service;
  }

  private static String url(String host, HttpServer service) {
    return "http://" + host + ":" + service.getAddress().getPort();
  }

  /** Texts a second, from the first one that arrives to the last one. */
  private double dispatched(TestRealm realm) {
    received.set(0);
    first.set(0);
    last.set(0);
    new Notices(realm).write("PHONE_CHANGED", "sms", Unique.phone(), 60_000, TEXTS);
    Awaitility.await("all texts")
        .atMost(Duration.ofMinutes(2))
        .until(() -> received.get() >= TEXTS);
    assertThat(received.get()).isEqualTo(TEXTS);
    return (TEXTS - 1) * 1e9 / (last.get() - first.get());
  }

  /** Requests a second. */
  private static double bare(URI url) {
    BoundedHttpClient client =
        new BoundedHttpClient(
            Duration.ofSeconds(2), Duration.ofSeconds(5), 1024, OutgoingProxies.NONE);
    long begun = System.nanoTime();
    Parallel.run(
        AT_ONCE,
        thread -> {
          for (int i = thread; i < TEXTS; i += AT_ONCE) {
            client.exchange(
                HttpRequest.newBuilder(url).header("Content-Type", "application/json"),
                "POST",
                BODY);
          }
          return thread;
        });
    return TEXTS * 1e9 / (System.nanoTime() - begun);
  }
}

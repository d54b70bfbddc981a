package io.github.phoneidentity.benchmark;

import io.github.phoneidentity.testing.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.function.IntFunction;

/** Requests of several clients at once. */
final class Burst {

  private Burst() {}

  /**
   * Sends {@code count} requests by {@code clients} clients, each of which waits for its answers.
   *
   * @param request the request of a number from 0 to {@code count - 1}
   * @return requests a second
   */
  static double rate(int clients, int count, int status, IntFunction<HttpRequest.Builder> request) {
    long begun = System.nanoTime();
    Parallel.run(
        clients,
        client -> {
          for (int number = client; number < count; number += clients) {
            send(request.apply(number), status);
          }
          return client;
        });
    return count * 1e9 / (System.nanoTime() - begun);
  }

  private static void send(HttpRequest.Builder request, int status) {
    try {
      Requests.send(request, status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

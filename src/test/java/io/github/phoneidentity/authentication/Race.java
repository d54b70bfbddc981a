package io.github.phoneidentity.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Things that are done at the same moment. */
final class Race {

  private Race() {}

  /** Starts all of them together, each on a thread of its own, and gives what they gave. */
  static <T> List<T> run(List<Callable<T>> runners) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(runners.size());
    CyclicBarrier start = new CyclicBarrier(runners.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> runner : runners) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return runner.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> runner : running) {
        results.add(runner.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}

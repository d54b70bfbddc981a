package io.github.phoneidentity.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The same thing done by many at once. */
public final class Parallel {

  private Parallel() {}

  /** Runs these tasks, released at the same moment; gives what they gave, in their order. */
  public static <T> List<T> run(List<Supplier<T>> tasks) {
    return run(tasks.size(), number -> tasks.get(number).get());
  }

  /**
   * Runs {@code task} with 0 to {@code count - 1}, each on a thread of its own and all released at
   * the same moment.
   *
   * @return what they gave, in the order of the numbers
   */
  public static <T> List<T> run(int count, IntFunction<T> task) {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    CountDownLatch ready = new CountDownLatch(count);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        int mine = number;
        running.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return task.apply(mine);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}

package io.github.phoneidentity.outbox;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A bounded pool of threads with a bounded queue per lane, so that a slow lane does not block the
 * others. A lane takes at most {@link #THREADS_PER_LANE} threads and {@link #PLACES_PER_LANE}
 * places in its queue, and never more of either than remain free for the others. The lane with the
 * fewest active threads is served first; among equal lanes it is the one that was served longest
 * ago.
 */
final class Bulkheads {

  private static final Logger LOGGER = Logger.getLogger(Bulkheads.class);

  static final int THREADS = 64;
  static final int THREADS_PER_LANE = 16;
  static final int PLACES = 5000;
  static final int PLACES_PER_LANE = 1000;

  /** The queue and the number of active threads of one lane. */
  private static final class Bulkhead {
    final String lane;
    final Queue<Runnable> queue = new ArrayDeque<>();
    int active;

    Bulkhead(String lane) {
      this.lane = lane;
    }
  }

  private record Task(Bulkhead bulkhead, Runnable work) {}

  /** The lanes that have work, in the order in which they were last served. */
  private final Map<String, Bulkhead> lanes = new LinkedHashMap<>();

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), Bulkheads::thread);

  private int active;
  private int queued;
  private boolean closed;

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "phone-identity-dispatcher");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Queues {@code work}, which runs on another thread.
   *
   * @return false if the queue of the lane is full, or everything is closed
   */
  synchronized boolean submit(String lane, Runnable work) {
    Bulkhead bulkhead = lanes.getOrDefault(lane, new Bulkhead(lane));
    if (closed || !hasPlace(bulkhead)) {
      return false;
    }
    lanes.put(lane, bulkhead);
    bulkhead.queue.add(work);
    queued++;
    take().ifPresent(task -> threads.execute(() -> run(task)));
    return true;
  }

  /** A lane can always queue one task: there are no more lanes than external services. */
  private boolean hasPlace(Bulkhead bulkhead) {
    int taken = bulkhead.queue.size();
    return taken == 0 || taken < Math.min(PLACES_PER_LANE, PLACES - queued);
  }

  private void run(Task first) {
    Optional<Task> task = Optional.of(first);
    while (task.isPresent()) {
      try {
        task.get().work().run();
      } catch (RuntimeException | Error e) {
        // The exception's message could contain a text. The thread must go on with other tasks.
        LOGGER.errorf("Work of lane %s failed: %s", task.get().bulkhead().lane, e.getClass());
      }
      task = next(task.get().bulkhead());
    }
  }

  private synchronized Optional<Task> next(Bulkhead done) {
    active--;
    done.active--;
    if (done.active == 0 && done.queue.isEmpty()) {
      lanes.remove(done.lane);
    }
    return take();
  }

  private Optional<Task> take() {
    Optional<Bulkhead> next =
        lanes.values().stream().filter(this::mayRun).min(Comparator.comparingInt(b -> b.active));
    return next.map(
        bulkhead -> {
          lanes.remove(bulkhead.lane);
          lanes.put(bulkhead.lane, bulkhead);
          queued--;
          active++;
          bulkhead.active++;
          return new Task(bulkhead, bulkhead.queue.remove());
        });
  }

  private boolean mayRun(Bulkhead bulkhead) {
    return !bulkhead.queue.isEmpty()
        && bulkhead.active < Math.min(THREADS_PER_LANE, THREADS - active);
  }

  synchronized int active() {
    return active;
  }

  synchronized int queued() {
    return queued;
  }

  /**
   * Rejects new work, and waits until all tasks have finished.
   *
   * @param longest the longest wait; afterwards queued tasks are dropped and active ones are
   *     interrupted
   */
  void close(Duration longest) {
    synchronized (this) {
      closed = true;
    }
    threads.shutdown();
    try {
      if (threads.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      lanes.values().forEach(bulkhead -> bulkhead.queue.clear());
      queued = 0;
    }
    threads.shutdownNow();
  }
}

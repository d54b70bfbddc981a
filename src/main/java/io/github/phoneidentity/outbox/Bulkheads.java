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
 * Threads and places in queues, shared by lanes so that a slow one keeps no other waiting. A lane
 * takes at most {@link #THREADS_PER_LANE} threads and {@link #PLACES_PER_LANE} places, and never
 * more of either than are left for the others. The lane with the fewest threads comes first, and
 * among equal ones that which was served longest ago.
 */
final class Bulkheads {

  private static final Logger LOGGER = Logger.getLogger(Bulkheads.class);

  static final int THREADS = 64;
  static final int THREADS_PER_LANE = 16;
  static final int PLACES = 5000;
  static final int PLACES_PER_LANE = 1000;

  /** What a lane has. */
  private static final class Bulkhead {
    final String lane;
    final Queue<Runnable> queue = new ArrayDeque<>();
    int active;

    Bulkhead(String lane) {
      this.lane = lane;
    }
  }

  private record Task(Bulkhead bulkhead, Runnable work) {}

  /** Those that have work, in the order in which they were served last. */
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
   * Has the work done on another thread.
   *
   * @return false if there is no place for it
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

  /** The first place of a lane is always there: there are no more lanes than services. */
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
        // Its message could hold a text; the thread must go on with other lanes' work.
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
   * Takes nothing more, and waits until everything is done.
   *
   * @param longest how long at most; then what is queued is dropped, and what is at work
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

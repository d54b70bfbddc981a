package io.github.phoneidentity.events.consumer;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Consumes a queue until it is stopped, and reconnects whenever the connection is lost. */
final class Subscription {

  private static final long FIRST_PAUSE = 500;
  private static final long LONGEST_PAUSE = 15_000;

  /** How often the queue is bound again, in case the exchange was deleted; milliseconds. */
  private static final long BIND_AGAIN = 10_000;

  /** About ten megabytes, at a hundred bytes for each id. */
  private static final int REMEMBERED = 100_000;

  private final ConsumerSettings settings;
  private final EventHandler handler;
  private final PrintStream out;
  private final SeenMessages seen = new SeenMessages(REMEMBERED);
  private final Semaphore wake = new Semaphore(0);
  private volatile boolean stopped;
  private boolean waiting;
  private long pause = FIRST_PAUSE;

  /**
   * A subscription that is not running yet.
   *
   * @param handler handles the events
   * @param out receives messages about the state of the connection
   */
  Subscription(ConsumerSettings settings, EventHandler handler, PrintStream out) {
    this.settings = settings;
    this.handler = handler;
    this.out = out;
  }

  /** Consumes until {@link #stop} is called; the current message is handled to its end. */
  void run() throws InterruptedException {
    while (!stopped) {
      try (Connection connection = settings.broker().newConnection("user-event-logger")) {
        consume(connection);
      } catch (IOException | TimeoutException | ShutdownSignalException e) {
        reportOnce(e);
      }
      pause(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    out.println("Ended");
  }

  /** Makes {@link #run} return soon. */
  void stop() {
    stopped = true;
    wake.release();
  }

  private void consume(Connection connection) throws IOException, InterruptedException {
    connection.addShutdownListener(cause -> wake.release());
    EventQueue queue = EventQueue.declare(connection, settings);
    Channel channel = connection.createChannel();
    channel.addShutdownListener(cause -> wake.release());
    Deliveries deliveries = new Deliveries(channel, queue, seen, handler);
    deliveries.consume(settings.queue());
    out.println("Waiting for events in " + settings.queue() + " at " + settings.address());
    waiting = false;
    pause = FIRST_PAUSE;
    try {
      while (!stopped && channel.isOpen()) {
        pause(BIND_AGAIN);
        if (channel.isOpen()) {
          queue.bind();
        }
      }
    } finally {
      // Finish the current message before the broker can redeliver it to another consumer.
      deliveries.stop();
    }
  }

  private void pause(long millis) throws InterruptedException {
    if (!stopped) {
      boolean woken = wake.tryAcquire(millis, TimeUnit.MILLISECONDS);
      if (woken) {
        wake.drainPermits();
      }
    }
  }

  /** Prints one line for an outage, however long it lasts. */
  private void reportOnce(Exception problem) {
    if (!waiting && !stopped) {
      out.println("Waiting for the broker at " + settings.address() + ": " + reason(problem));
    }
    waiting = true;
  }

  private static String reason(Exception problem) {
    Throwable cause =
        problem.getMessage() == null && problem.getCause() != null ? problem.getCause() : problem;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}

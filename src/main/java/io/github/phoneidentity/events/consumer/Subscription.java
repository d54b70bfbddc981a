package io.github.phoneidentity.events.consumer;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  /** The reasons for waiting that were printed since the last connection. */
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  private long pause = FIRST_PAUSE;

  /**
   * A subscription that is not running yet.
   *
   * @param handler handles the events
   * @param out receives messages about the state of the connection
   */
  Subscription(ConsumerSettings settings, EventHandler handler, PrintStream out) {
    this.settings = settings;
    settings.broker().setExceptionHandler(new Report());
    this.handler = handler;
    this.out = out;
  }

  /** Consumes until {@link #stop} is called; the current message is handled to its end. */
  void run() throws InterruptedException {
    while (!stopped) {
      try (Connection connection = settings.broker().newConnection("user-event-logger")) {
        consume(connection);
      } catch (IOException | TimeoutException | ShutdownSignalException e) {
        report(e);
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
    reported.clear();
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

  /** Prints one line for each reason of an outage, however long it lasts. */
  private void report(Throwable problem) {
    String reason = reason(problem);
    if (!stopped && reported.add(reason)) {
      out.println("Waiting for the broker at " + settings.address() + ": " + reason);
    }
  }

  /** The cause of the client's own exceptions, which only say that there was an error. */
  private static String reason(Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null
        && (cause.getMessage() == null || cause instanceof ShutdownSignalException)) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /**
   * Reports what closes a channel, such as a dead letter that the broker does not keep, in place of
   * the client's log, which an application may not have.
   */
  private final class Report extends DefaultExceptionHandler {

    @Override
    protected void log(String message, Throwable problem) {
      report(problem);
    }
  }
}

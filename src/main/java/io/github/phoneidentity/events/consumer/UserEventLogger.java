package io.github.phoneidentity.events.consumer;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes each user event once to the standard output, one line an event, until it is told to end
 * (SIGTERM). Run it by
 *
 * <pre>java -cp keycloak-phone-identity.jar io.github.phoneidentity.events.consumer.UserEventLogger
 * </pre>
 *
 * <p>with the environment variables of {@link ConsumerSettings}. It waits for the broker as long as
 * there is none.
 */
public final class UserEventLogger {

  private static final long SHUTDOWN_MILLIS = 10_000;

  private UserEventLogger() {}

  /**
   * Runs until the process receives SIGTERM. Exits with status 2 if the settings in the environment
   * are invalid.
   *
   * @param arguments must be empty; they are ignored
   */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try {
      Subscription subscription =
          new Subscription(ConsumerSettings.from(System.getenv()), new EventLog(out), out);
      addShutdownHook(subscription);
      subscription.run();
    } catch (IllegalArgumentException wrongSettings) {
      out.println(wrongSettings.getMessage());
      System.exit(2);
    }
  }

  /** Lets the current message be handled and acknowledged after SIGTERM. */
  private static void addShutdownHook(Subscription subscription) {
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  subscription.stop();
                  try {
                    main.join(SHUTDOWN_MILLIS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }
}

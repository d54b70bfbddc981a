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

  private static final long PATIENCE_AT_THE_END = 10_000;

  private UserEventLogger() {}

  /**
   * Runs until the process is ended; ends with status 2 where the environment has no usable
   * settings.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try {
      Subscription subscription =
          new Subscription(ConsumerSettings.from(System.getenv()), new EventLog(out), out);
      endInOrder(subscription);
      subscription.run();
    } catch (IllegalArgumentException wrongSettings) {
      out.println(wrongSettings.getMessage());
      System.exit(2);
    }
  }

  /** What is being handled at SIGTERM is finished and acknowledged first. */
  private static void endInOrder(Subscription subscription) {
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  subscription.stop();
                  try {
                    main.join(PATIENCE_AT_THE_END);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }
}

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.SystemConfig;

/**
 * Runs an AMQP 0-9-1 broker that keeps everything in memory, for {@code mvn -Pdev -Drabbitmq}.
 * Argument: its configuration.
 */
final class DevBroker {

  private DevBroker() {}

  public static void main(String[] arguments) throws Exception {
    new SystemLauncher()
        .startup(
            Map.of(
                SystemConfig.TYPE,
                "Memory",
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                Path.of(arguments[0]).toUri().toString(),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                false));
    new CountDownLatch(1).await();
  }
}

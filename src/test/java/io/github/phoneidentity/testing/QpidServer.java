package io.github.phoneidentity.testing;

import java.util.Map;
import javax.security.auth.login.AccountNotFoundException;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.AuthenticationProvider;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.PasswordCredentialManagingAuthenticationProvider;
import org.apache.qpid.server.model.SystemConfig;

/**
 * Qpid Broker-J in this JVM, which keeps everything in memory. It knows neither {@code
 * alternate-exchange} nor the arguments of RabbitMQ's queues.
 */
final class QpidServer implements AmqpServer {

  private final int port;
  private SystemLauncher running;
  private SystemConfig<?> config;

  QpidServer(int port) {
    this.port = port;
  }

  @Override
  public void launch(String username, String password) {
    System.setProperty("amqp.broker.port", Integer.toString(port));
    SystemLauncher launcher =
        new SystemLauncher(
            new SystemLauncherListener.DefaultSystemLauncherListener() {
              @Override
              public void onContainerResolve(SystemConfig<?> resolved) {
                config = resolved;
              }
            });
    try {
      launcher.startup(
          Map.of(
              SystemConfig.TYPE,
              "Memory",
              SystemConfig.INITIAL_CONFIGURATION_LOCATION,
              QpidServer.class.getResource("/amqp-broker.json").toExternalForm(),
              SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
              false));
    } catch (Exception e) {
      throw new IllegalStateException("The broker did not start", e);
    }
    running = launcher;
    setPassword(username, password);
  }

  @Override
  public void stop() {
    running.shutdown();
  }

  @Override
  public void setPassword(String username, String password) {
    Broker<?> broker = (Broker<?>) config.getContainer();
    for (AuthenticationProvider<?> provider : broker.getAuthenticationProviders()) {
      try {
        ((PasswordCredentialManagingAuthenticationProvider<?>) provider)
            .setPassword(username, password);
      } catch (AccountNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

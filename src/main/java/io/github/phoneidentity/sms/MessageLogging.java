package io.github.phoneidentity.sms;

import org.keycloak.Config;
import org.keycloak.common.util.Environment;

/** Whether messages, which contain codes, may be logged instead of sent. */
public final class MessageLogging {

  /** The option of gateway {@code log} that allows it outside of development mode. */
  public static final String ALLOW_IN_PRODUCTION = "allow-in-production";

  private MessageLogging() {}

  /**
   * Whether the server is in development mode ({@code start-dev}), or has option {@code
   * spi-sms-gateway--log--allow-in-production=true}, which counts for e-mails as well.
   */
  public static boolean isAllowed() {
    return isAllowed(Config.scope(SmsGatewaySpi.NAME, "log"));
  }

  /** The same by the options of gateway {@code log}. */
  public static boolean isAllowed(Config.Scope options) {
    return Environment.isDevMode() || options.getBoolean(ALLOW_IN_PRODUCTION, false);
  }
}

package io.github.phoneidentity.sms.log;

import io.github.phoneidentity.sms.SmsGatewaySpi;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;

/** Whether messages, which contain codes, may be logged instead of sent. */
public final class Printing {

  static final String ALLOW_IN_PRODUCTION = "allow-in-production";

  private Printing() {}

  /**
   * Whether the server is in development mode ({@code start-dev}), or has option {@code
   * spi-sms-gateway--log--allow-in-production=true}.
   */
  public static boolean isAllowed() {
    return isAllowed(Config.scope(SmsGatewaySpi.NAME, "log"));
  }

  static boolean isAllowed(Config.Scope config) {
    return Environment.isDevMode() || config.getBoolean(ALLOW_IN_PRODUCTION, false);
  }
}

package io.github.phoneidentity.sms.client;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsGatewayFactory;
import io.github.phoneidentity.sms.SmsGateways;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/**
 * The factory of a gateway that calls an HTTP service and has one instance for all sessions. An
 * invalid option prevents the start of the server.
 */
public abstract class HttpGatewayFactory implements SmsGatewayFactory, VersionInfo {

  private SmsGateway gateway;
  private Duration longestSend;

  @Override
  public final void init(Config.Scope scope) {
    GatewayOptions options = new GatewayOptions(getId(), scope::get);
    longestSend = longestSend(options);
    gateway = configure(options);
  }

  /**
   * Creates the gateway, or an {@link UnconfiguredSmsGateway} if a mandatory option is missing.
   *
   * @throws IllegalArgumentException for an invalid option
   */
  protected abstract SmsGateway configure(GatewayOptions options);

  /** The maximum duration of one send: the timeout of one exchange unless it is overridden. */
  protected Duration longestSend(GatewayOptions options) {
    return options.readTimeout();
  }

  @Override
  public final Duration longestSend() {
    return longestSend;
  }

  /** The version, and the state on this node; no option, because some of them are secret. */
  @Override
  public final Map<String, String> getOperationalInfo() {
    Map<String, String> info = new HashMap<>(VersionInfo.super.getOperationalInfo());
    info.put("state", state());
    return info;
  }

  private String state() {
    if (gateway instanceof UnconfiguredSmsGateway) {
      return "not configured";
    }
    return SmsGateways.isCircuitOpen(getId()) ? "circuit open" : "ready";
  }

  @Override
  public final SmsGateway create(KeycloakSession session) {
    return gateway;
  }
}

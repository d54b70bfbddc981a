package io.github.phoneidentity.sms.log;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.sms.MessageLogging;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsGatewayFactory;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Gateway {@code log}, which logs texts, for development. Outside of development mode ({@code
 * start-dev}) it rejects every text, unless {@code spi-sms-gateway--log--allow-in-production=true}.
 */
public final class LogSmsGatewayFactory implements SmsGatewayFactory, VersionInfo {

  private SmsGateway gateway;

  @Override
  public String getId() {
    return "log";
  }

  @Override
  public void init(Config.Scope config) {
    gateway = new LogSmsGateway(MessageLogging.isAllowed(config));
  }

  @Override
  public SmsGateway create(KeycloakSession session) {
    return gateway;
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return ProviderConfigurationBuilder.create()
        .property()
        .name(MessageLogging.ALLOW_IN_PRODUCTION)
        .type(ProviderConfigProperty.BOOLEAN_TYPE)
        .helpText(
            "Print texts, and e-mails of realms without an SMTP server, and with them codes, in"
                + " production mode too. For tests only.")
        .defaultValue(false)
        .add()
        .build();
  }
}

package io.github.phoneidentity.testing.thirdparty;

import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsGatewayFactory;
import io.github.phoneidentity.sms.SmsMessage;
import java.time.Duration;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/** Gateway {@code instant}: accepts each text at once and sends none, for benchmarks. */
public final class InstantSmsGateway implements SmsGateway, SmsGatewayFactory {

  @Override
  public String getId() {
    return "instant";
  }

  @Override
  public void init(Config.Scope options) {}

  @Override
  public SmsGateway create(KeycloakSession session) {
    return this;
  }

  @Override
  public Duration longestSend() {
    return Duration.ofSeconds(1);
  }

  @Override
  public SendResult send(SmsMessage message) {
    return SendResult.ACCEPTED;
  }

  @Override
  public void close() {}
}

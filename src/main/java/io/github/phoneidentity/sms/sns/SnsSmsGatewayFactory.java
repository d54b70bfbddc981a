package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.sms.client.HttpGatewayFactory;
import io.github.phoneidentity.sms.client.OptionList;
import io.github.phoneidentity.sms.client.UnconfiguredSmsGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.keycloak.common.util.Time;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Gateway {@code sns}, which sends texts by Amazon SNS with the server's AWS credentials,
 * configured by {@code spi-sms-gateway--sns--*}.
 */
public final class SnsSmsGatewayFactory extends HttpGatewayFactory {

  @Override
  public String getId() {
    return "sns";
  }

  @Override
  protected SmsGateway configure(GatewayOptions options) {
    SnsConfig config = new SnsConfig(options);
    Supplier<Instant> clock = () -> Instant.ofEpochMilli(Time.currentTimeMillis());
    return config
        .missing()
        .<SmsGateway>map(missing -> new UnconfiguredSmsGateway(getId(), missing))
        .orElseGet(
            () ->
                new SnsSmsGateway(
                    config,
                    CredentialsChain.ofProcess(AwsEnvironment.ofProcess(), config.region(), clock),
                    clock));
  }

  @Override
  protected Duration longestSend(GatewayOptions options) {
    return options.readTimeout().plus(CredentialsChain.LONGEST);
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return new OptionList()
        .add(
            SnsConfig.REGION,
            null,
            "The AWS region, such as eu-west-1. Credentials are those of AWS's default chain.")
        .add(
            SnsConfig.SENDER_ID,
            null,
            "The sender id, at most 11 letters, digits and hyphens. It may depend on the"
                + " recipient's country, such as GB=ACME,DE=ACME-DE; a country without one gets"
                + " the account's.")
        .add(
            SnsConfig.ENDPOINT,
            null,
            "The endpoint in place of https://sns.{region}.amazonaws.com, such as one in a VPC.")
        .andTimeouts();
  }
}

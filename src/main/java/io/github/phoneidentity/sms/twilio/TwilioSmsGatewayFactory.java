package io.github.phoneidentity.sms.twilio;

import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.sms.client.HttpGatewayFactory;
import io.github.phoneidentity.sms.client.OptionList;
import io.github.phoneidentity.sms.client.UnconfiguredSmsGateway;
import java.time.Duration;
import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Gateway {@code twilio}, which sends texts by Twilio's Messages resource, configured by {@code
 * spi-sms-gateway--twilio--*}.
 */
public final class TwilioSmsGatewayFactory extends HttpGatewayFactory {

  @Override
  public String getId() {
    return "twilio";
  }

  @Override
  protected SmsGateway configure(GatewayOptions options) {
    TwilioConfig config = new TwilioConfig(options);
    return config
        .missing()
        .<SmsGateway>map(missing -> new UnconfiguredSmsGateway(getId(), missing))
        .orElseGet(() -> new TwilioSmsGateway(config));
  }

  /** A text whose callback URL is refused is sent again without it. */
  @Override
  protected Duration longestSend(GatewayOptions options) {
    return options.readTimeout().multipliedBy(2);
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return new OptionList()
        .add(TwilioConfig.ACCOUNT_SID, null, "The account's SID, AC and 32 hexadecimal digits.")
        .addSecret(TwilioConfig.AUTH_TOKEN, "The account's auth token; or set an API key.")
        .add(
            TwilioConfig.API_KEY,
            null,
            "An API key's SID, SK and 32 hexadecimal digits, in place of the auth token.")
        .addSecret(TwilioConfig.API_KEY_SECRET, "The API key's secret.")
        .add(
            TwilioConfig.FROM,
            null,
            "The sender: a number with its plus sign, a short code or an alphanumeric sender id. It"
                + " may depend on the recipient's country, such as KR=ACME,*=+12025550123.")
        .add(
            TwilioConfig.MESSAGING_SERVICE_SID,
            null,
            "The messaging service that chooses the sender for countries without one in from: MG"
                + " and 32 hexadecimal digits.")
        .add(
            TwilioConfig.BASE_URL,
            TwilioConfig.DEFAULT_BASE_URL,
            "Twilio's API, such as one of its regions or a proxy.")
        .add(
            TwilioConfig.MESSAGE_FEEDBACK,
            "false",
            "Whether Twilio is notified when a code was confirmed (Message Feedback).")
        .andTimeouts();
  }
}

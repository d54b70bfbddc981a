package io.github.phoneidentity.sms.solapi;

import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.sms.client.HttpGatewayFactory;
import io.github.phoneidentity.sms.client.OptionList;
import io.github.phoneidentity.sms.client.UnconfiguredSmsGateway;
import java.time.Instant;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Gateway {@code solapi}, which sends texts and Kakao AlimTalks by SOLAPI, configured by {@code
 * spi-sms-gateway--solapi--*}.
 */
public final class SolapiSmsGatewayFactory extends HttpGatewayFactory {

  @Override
  public String getId() {
    return "solapi";
  }

  @Override
  protected SmsGateway configure(GatewayOptions options) {
    SolapiConfig config = new SolapiConfig(options);
    return config
        .missing()
        .<SmsGateway>map(missing -> new UnconfiguredSmsGateway(getId(), missing))
        .orElseGet(
            () ->
                new SolapiSmsGateway(config, () -> Instant.ofEpochMilli(Time.currentTimeMillis())));
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return new OptionList()
        .add(SolapiConfig.API_KEY, null, "The API key.")
        .addSecret(SolapiConfig.API_SECRET, "The API key's secret, which signs every request.")
        .add(
            SolapiConfig.FROM,
            null,
            "The sender, a number that is registered with SOLAPI, such as 0212345678. It may depend"
                + " on the recipient's country, such as KR=0212345678,*=01012345678.")
        .add(SolapiConfig.BASE_URL, SolapiConfig.DEFAULT_BASE_URL, "SOLAPI's API.")
        .add(
            SolapiConfig.KAKAO_PF_ID,
            null,
            "The id of a Kakao channel. With a template, codes to Korean numbers go as Kakao"
                + " AlimTalk, with the text as its fallback.")
        .add(
            SolapiConfig.KAKAO_TEMPLATE_ID,
            null,
            "The id of the channel's template, whose variable for the code is #{code}.")
        .addSecret(
            SolapiConfig.WEBHOOK_SECRET,
            "The secret of the webhook that reports deliveries; without it no report is read.")
        .andTimeouts();
  }
}

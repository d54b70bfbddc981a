package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.sms.client.HttpGatewayFactory;
import io.github.phoneidentity.sms.client.OptionList;
import io.github.phoneidentity.sms.client.UnconfiguredSmsGateway;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Gateway {@code http}, which sends a request for each text, configured by {@code
 * spi-sms-gateway--http--*}. An invalid option prevents the start of the server with a message that
 * names it. Without a URL the gateway is unreachable, and the realm's next gateway is tried.
 */
public final class HttpSmsGatewayFactory extends HttpGatewayFactory {

  @Override
  public String getId() {
    return "http";
  }

  @Override
  protected SmsGateway configure(GatewayOptions options) {
    HttpSmsGatewayConfig config = new HttpSmsGatewayConfig(options);
    return config
        .url()
        .<SmsGateway>map(url -> new HttpSmsGateway(url, config, Time::currentTime))
        .orElseGet(
            () ->
                new UnconfiguredSmsGateway(
                    getId(), options.missing(HttpSmsGatewayConfig.URL).orElseThrow()));
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return new OptionList()
        .add(
            HttpSmsGatewayConfig.URL,
            null,
            "Where to send, http or https, with {to}, {msisdn}, {text}, {id}, {code}, {purpose},"
                + " {locale}, {realm} and {client} behind the host only. URLs end up in logs of"
                + " proxies: keep {text} and {code} in the body.")
        .add(
            HttpSmsGatewayConfig.METHOD,
            HttpSmsGatewayConfig.DEFAULT_METHOD,
            "GET, PATCH, POST or PUT.")
        .add(HttpSmsGatewayConfig.HEADERS, null, "'Name: value', several with || between them.")
        .add(
            HttpSmsGatewayConfig.BODY,
            HttpSmsGatewayConfig.DEFAULT_BODY,
            "The body. Its Content-Type header, or else its first character, decides how values are"
                + " escaped in it: JSON, XML or form.")
        .addSecret(
            HttpSmsGatewayConfig.SECRET,
            "Signs every request: "
                + RequestSignature.SIGNATURE_HEADER
                + " is sha256= and HMAC-SHA-256 over the value of "
                + RequestSignature.TIMESTAMP_HEADER
                + ", a dot and the body. Receipts of the service are signed in the same way.")
        .andTimeouts();
  }
}

package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsGatewayFactory;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Gateway {@code http}, which sends a request for each text, configured by {@code
 * spi-sms-gateway--http--*}. An invalid option prevents the start of the server with a message that
 * names it. Without a URL the gateway is unreachable, and the realm's next gateway is tried.
 */
public final class HttpSmsGatewayFactory implements SmsGatewayFactory, VersionInfo {

  private SmsGateway gateway;
  private Duration longestSend;

  @Override
  public String getId() {
    return "http";
  }

  @Override
  public void init(Config.Scope scope) {
    HttpSmsGatewayConfig config = new HttpSmsGatewayConfig(scope::get);
    longestSend = config.readTimeout();
    gateway =
        config
            .url()
            .<SmsGateway>map(url -> new HttpSmsGateway(url, config, Time::currentTime))
            .orElseGet(UnconfiguredSmsGateway::new);
  }

  @Override
  public Duration longestSend() {
    return longestSend;
  }

  @Override
  public SmsGateway create(KeycloakSession session) {
    return gateway;
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    ProviderConfigurationBuilder options = ProviderConfigurationBuilder.create();
    option(
        options,
        HttpSmsGatewayConfig.URL,
        null,
        "Where to send, http or https, with {to}, {text}, {id}, {code}, {purpose}, {locale},"
            + " {realm} and {client} behind the host only. URLs end up in logs of proxies: keep"
            + " {text} and {code} in the body.");
    option(
        options,
        HttpSmsGatewayConfig.METHOD,
        HttpSmsGatewayConfig.DEFAULT_METHOD,
        "GET, PATCH, POST or PUT.");
    option(
        options,
        HttpSmsGatewayConfig.HEADERS,
        null,
        "'Name: value', several with || between them.");
    option(
        options,
        HttpSmsGatewayConfig.BODY,
        HttpSmsGatewayConfig.DEFAULT_BODY,
        "The body. Its Content-Type header, or else its first character, decides how values are"
            + " escaped in it: JSON, XML or form.");
    option(
        options,
        HttpSmsGatewayConfig.SECRET,
        null,
        "Signs every request: "
            + RequestSignature.SIGNATURE_HEADER
            + " is sha256= and HMAC-SHA-256 over the value of "
            + RequestSignature.TIMESTAMP_HEADER
            + ", a dot and the body.");
    option(
        options,
        HttpSmsGatewayConfig.CONNECT_TIMEOUT,
        "2s",
        "For the connection alone, such as 500ms or 2s.");
    option(options, HttpSmsGatewayConfig.READ_TIMEOUT, "5s", "For the whole exchange, such as 5s.");
    return options.build();
  }

  private static void option(
      ProviderConfigurationBuilder options,
      String name,
      @Nullable String defaultValue,
      String help) {
    options
        .property()
        .name(name)
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText(help)
        .defaultValue(defaultValue)
        .secret(name.equals(HttpSmsGatewayConfig.SECRET))
        .add();
  }
}

package io.github.phoneidentity.sms.solapi;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.sms.client.GatewayOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The typed options of gateway {@code solapi}, which are checked when it is made. */
final class SolapiConfig {

  static final String API_KEY = "api-key";
  static final String API_SECRET = "api-secret";
  static final String FROM = "from";
  static final String BASE_URL = "base-url";
  static final String KAKAO_PF_ID = "kakao-pf-id";
  static final String KAKAO_TEMPLATE_ID = "kakao-template-id";
  static final String WEBHOOK_SECRET = "webhook-secret";

  static final String DEFAULT_BASE_URL = "https://api.solapi.com";

  /** What stands in a header as it is. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private static final Pattern SENDER = Pattern.compile("[0-9](-?[0-9]){6,11}");

  private final GatewayOptions options;
  private final Optional<String> apiKey;
  private final ByRegion from;
  private final URI baseUrl;
  private final Optional<String> kakaoPfId;
  private final Optional<String> kakaoTemplateId;

  /**
   * @throws IllegalArgumentException for an invalid option
   */
  SolapiConfig(GatewayOptions options) {
    this.options = options;
    apiKey = word(API_KEY);
    from =
        options.byRegion(
            FROM, SENDER, "must be a registered number in its national form, such as 0212345678");
    baseUrl = options.url(BASE_URL, DEFAULT_BASE_URL);
    options.both(KAKAO_PF_ID, KAKAO_TEMPLATE_ID);
    kakaoPfId = word(KAKAO_PF_ID);
    kakaoTemplateId = word(KAKAO_TEMPLATE_ID);
  }

  /** The mandatory options that are not set; empty if the gateway can send. */
  Optional<String> missing() {
    return options.missing(API_KEY, API_SECRET, FROM);
  }

  URI sendMany() {
    return URI.create(baseUrl + "/messages/v4/send-many/detail");
  }

  SolapiSignature signature() {
    return new SolapiSignature(apiKey.orElseThrow(), options.get(API_SECRET).orElseThrow().strip());
  }

  ByRegion from() {
    return from;
  }

  /** The id of the Kakao channel; empty if codes go as texts. */
  Optional<String> kakaoPfId() {
    return kakaoPfId;
  }

  /** The id of the template; empty if codes go as texts. */
  Optional<String> kakaoTemplateId() {
    return kakaoTemplateId;
  }

  SolapiReceipts receipts() {
    return new SolapiReceipts(options.get(WEBHOOK_SECRET).map(String::strip));
  }

  Duration connectTimeout() {
    return options.connectTimeout();
  }

  Duration readTimeout() {
    return options.readTimeout();
  }

  private Optional<String> word(String name) {
    return options.get(name, WORD, "must be letters, digits, hyphens and underscores");
  }
}

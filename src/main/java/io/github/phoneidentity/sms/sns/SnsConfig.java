package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.sms.client.GatewayOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The typed options of gateway {@code sns}, which are checked when it is made. */
final class SnsConfig {

  static final String REGION = "region";
  static final String SENDER_ID = "sender-id";
  static final String ENDPOINT = "endpoint";

  private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2}(-[a-z]{2,12}){1,3}-[0-9]");

  /** At most 11 letters, digits and hyphens, one of them a letter. */
  private static final Pattern SENDER =
      Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{0,10}");

  private final GatewayOptions options;
  private final Optional<String> region;
  private final ByRegion senderId;
  private final URI endpoint;

  /**
   * @throws IllegalArgumentException for an invalid option
   */
  SnsConfig(GatewayOptions options) {
    this.options = options;
    region = options.get(REGION, REGION_NAME, "must be a region of AWS, such as eu-west-1");
    senderId =
        options.byRegion(
            SENDER_ID, SENDER, "must be at most 11 letters, digits and hyphens, with a letter");
    endpoint =
        options.url(ENDPOINT, "https://sns." + region.orElse("us-east-1") + ".amazonaws.com");
  }

  /** The mandatory option that is not set; empty if the gateway can send. */
  Optional<String> missing() {
    return options.missing(REGION);
  }

  String region() {
    return region.orElseThrow();
  }

  ByRegion senderId() {
    return senderId;
  }

  /** The endpoint, with a path. */
  URI endpoint() {
    return URI.create(endpoint + "/");
  }

  Duration connectTimeout() {
    return options.connectTimeout();
  }

  Duration readTimeout() {
    return options.readTimeout();
  }
}

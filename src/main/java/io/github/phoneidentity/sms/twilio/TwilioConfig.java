package io.github.phoneidentity.sms.twilio;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.sms.client.GatewayOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The typed options of gateway {@code twilio}, which are checked when it is made. */
final class TwilioConfig {

  static final String ACCOUNT_SID = "account-sid";
  static final String AUTH_TOKEN = "auth-token";
  static final String API_KEY = "api-key";
  static final String API_KEY_SECRET = "api-key-secret";
  static final String FROM = "from";
  static final String MESSAGING_SERVICE_SID = "messaging-service-sid";
  static final String BASE_URL = "base-url";
  static final String MESSAGE_FEEDBACK = "message-feedback";

  static final String DEFAULT_BASE_URL = "https://api.twilio.com";

  private static final String SID = "[0-9a-fA-F]{32}";

  /**
   * A number in E.164 format, a short code, or an alphanumeric sender id of at most 11 characters
   * with a letter.
   */
  private static final Pattern SENDER =
      Pattern.compile("\\+[1-9][0-9]{4,14}|[0-9]{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}");

  private final GatewayOptions options;
  private final Optional<String> accountSid;
  private final Optional<String> apiKey;
  private final Optional<String> messagingServiceSid;
  private final ByRegion from;
  private final URI baseUrl;
  private final boolean messageFeedback;

  /**
   * @throws IllegalArgumentException for an invalid option
   */
  TwilioConfig(GatewayOptions options) {
    this.options = options;
    accountSid = sid(ACCOUNT_SID, "AC");
    apiKey = sid(API_KEY, "SK");
    messagingServiceSid = sid(MESSAGING_SERVICE_SID, "MG");
    from =
        options.byRegion(
            FROM,
            SENDER,
            "must be a number with its plus sign, a short code or a sender id of at most 11"
                + " letters and digits");
    baseUrl = options.url(BASE_URL, DEFAULT_BASE_URL);
    messageFeedback = options.flag(MESSAGE_FEEDBACK);
    boolean hasKey = options.both(API_KEY, API_KEY_SECRET);
    options.require(
        !hasKey || options.get(AUTH_TOKEN).isEmpty(),
        hasKey,
        AUTH_TOKEN,
        "and " + API_KEY + " exclude each other");
  }

  /** The mandatory options that are not set; empty if the gateway can send. */
  Optional<String> missing() {
    return options.missing(
        ACCOUNT_SID,
        apiKey.isPresent() ? API_KEY : AUTH_TOKEN,
        messagingServiceSid.isPresent() ? MESSAGING_SERVICE_SID : FROM);
  }

  URI messages() {
    return URI.create(account() + "/Messages.json");
  }

  /**
   * @param messageSid Twilio's id of a text, which can stand in a URL
   */
  URI feedback(String messageSid) {
    return URI.create(account() + "/Messages/" + messageSid + "/Feedback.json");
  }

  private String account() {
    return baseUrl + "/2010-04-01/Accounts/" + accountSid.orElseThrow();
  }

  /** Whether Twilio is notified that a code was confirmed. */
  boolean messageFeedback() {
    return messageFeedback;
  }

  TwilioReceipts receipts() {
    return new TwilioReceipts(options.get(AUTH_TOKEN).map(String::strip).map(TwilioSignature::new));
  }

  /** The value of the Authorization header. */
  String authorization() {
    String credentials =
        apiKey.orElseGet(accountSid::orElseThrow)
            + ":"
            + options.get(apiKey.isPresent() ? API_KEY_SECRET : AUTH_TOKEN).orElseThrow().strip();
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  ByRegion from() {
    return from;
  }

  Optional<String> messagingServiceSid() {
    return messagingServiceSid;
  }

  Duration connectTimeout() {
    return options.connectTimeout();
  }

  Duration readTimeout() {
    return options.readTimeout();
  }

  private Optional<String> sid(String name, String prefix) {
    return options.get(
        name, Pattern.compile(prefix + SID), "must be " + prefix + " and 32 hexadecimal digits");
  }
}

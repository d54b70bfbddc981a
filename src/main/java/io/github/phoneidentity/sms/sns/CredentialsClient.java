package io.github.phoneidentity.sms.sns;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.sms.client.BoundedHttpClient;
import io.github.phoneidentity.sms.client.HttpOutcome;
import io.github.phoneidentity.sms.client.OutgoingProxies;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Asks the services that lend temporary credentials. It logs statuses and never an answer. */
final class CredentialsClient {

  /** The timeout of one request; these services are near. */
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  /** Session tokens have no maximum length; they are of a few kilobytes. */
  private static final int MOST_READ = 64 * 1024;

  private static final Logger LOG = Logger.getLogger(CredentialsClient.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BoundedHttpClient client;

  /**
   * @param proxies the proxies between the server and what it asks
   */
  CredentialsClient(OutgoingProxies proxies) {
    client = new BoundedHttpClient(CONNECT_TIMEOUT, TIMEOUT, MOST_READ, proxies);
  }

  /** The body of a successful answer; empty, with the reason in the log, for any other. */
  Optional<String> exchange(
      String method, URI url, Map<String, String> headers, byte @Nullable [] body) {
    HttpOutcome outcome = attempt(method, url, headers, body);
    if (outcome instanceof HttpOutcome.Answered answered && answered.status() == 200) {
      return Optional.of(answered.body());
    }
    LOG.warnf("No AWS credentials from %s: %s", url.getHost(), outcome);
    return Optional.empty();
  }

  /** The outcome of a request whose failure is no news. */
  HttpOutcome attempt(String method, URI url, Map<String, String> headers, byte @Nullable [] body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    headers.forEach(request::header);
    return client.exchange(request, method, body);
  }

  /** The credentials in a JSON object, as containers and instances get them. */
  static Optional<AwsCredentials> ofJson(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return of(
          text(json, "AccessKeyId"),
          text(json, "SecretAccessKey"),
          text(json, "Token"),
          text(json, "Expiration"));
    } catch (JsonProcessingException e) {
      return unreadable();
    }
  }

  /** Credentials of which all parts are mandatory. */
  static Optional<AwsCredentials> of(
      Optional<String> keyId,
      Optional<String> secret,
      Optional<String> token,
      Optional<String> expiration) {
    if (keyId.isEmpty() || secret.isEmpty() || token.isEmpty() || expiration.isEmpty()) {
      return unreadable();
    }
    try {
      return Optional.of(
          new AwsCredentials(keyId.get(), secret.get(), token, expiration.map(Instant::parse)));
    } catch (DateTimeParseException e) {
      return unreadable();
    }
  }

  private static Optional<String> text(JsonNode json, String name) {
    return Optional.ofNullable(json.path(name).asText(null)).filter(text -> !text.isBlank());
  }

  private static Optional<AwsCredentials> unreadable() {
    LOG.warn("An answer that should hold AWS credentials cannot be read");
    return Optional.empty();
  }
}

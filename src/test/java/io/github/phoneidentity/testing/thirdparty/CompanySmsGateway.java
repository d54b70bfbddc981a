package io.github.phoneidentity.testing.thirdparty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsGatewayFactory;
import io.github.phoneidentity.sms.SmsMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/** Gateway {@code company}: a company's own service, configured by one server option. */
public final class CompanySmsGateway implements SmsGateway, SmsGatewayFactory {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private URI url;

  @Override
  public String getId() {
    return "company";
  }

  /** Reads {@code spi-sms-gateway--company--url}. */
  @Override
  public void init(Config.Scope options) {
    url = URI.create(options.get("url", "http://sms.company.example/texts"));
  }

  /** One instance serves all sessions and threads. */
  @Override
  public SmsGateway create(KeycloakSession session) {
    return this;
  }

  /** After it, and some time, a text whose node has died is reported as failed. */
  @Override
  public Duration longestSend() {
    return TIMEOUT.multipliedBy(2);
  }

  @Override
  public SendResult send(SmsMessage message) {
    try {
      int status =
          client.send(request(message), HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status == 429 || status >= 500) {
        return SendResult.UNREACHABLE;
      }
      return status < 300 ? SendResult.ACCEPTED : SendResult.REJECTED;
    } catch (ConnectException e) {
      return SendResult.UNREACHABLE;
    } catch (IOException e) {
      // The service may have the text.
      return SendResult.UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SendResult.UNKNOWN;
    }
  }

  private HttpRequest request(SmsMessage message) throws JsonProcessingException {
    String body =
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "to", message.to().e164(),
                    "text", message.text(),
                    "id", message.id(),
                    "purpose", message.context().purpose()));
    return HttpRequest.newBuilder(url)
        .timeout(TIMEOUT)
        .header("User-Agent", "company")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  /** Both interfaces have it. */
  @Override
  public void close() {}
}

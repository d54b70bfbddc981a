package io.github.phoneidentity.testing.thirdparty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.phone.PhoneNumber;
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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;

/**
 * Gateway {@code naver-sens}: texts to Korea by NAVER Cloud's SENS, configured by {@code
 * spi-sms-gateway--naver-sens--service-id|access-key|secret-key|from}.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/en/ai-application-service-sens-smsv2">SMS API</a>
 */
public final class NaverSensSmsGateway implements SmsGateway, SmsGatewayFactory {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String KOREA = "+82";

  /** SENS counts bytes of this character set. */
  private static final Charset EUC_KR = Charset.forName("EUC-KR");

  private static final int LONGEST_SMS = 90;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private URI url;
  private String accessKey;
  private String secretKey;
  private String from;

  @Override
  public String getId() {
    return "naver-sens";
  }

  @Override
  public void init(Config.Scope options) {
    String service = options.get("service-id", "");
    url =
        URI.create(options.get("base-url", "https://sens.apigw.ntruss.com"))
            .resolve("/sms/v2/services/" + service + "/messages");
    accessKey = options.get("access-key", "");
    secretKey = options.get("secret-key", "");
    from = options.get("from", "");
  }

  @Override
  public SmsGateway create(KeycloakSession session) {
    return this;
  }

  @Override
  public Duration longestSend() {
    return TIMEOUT.multipliedBy(2);
  }

  /** The gateway is passed over for other countries. */
  @Override
  public boolean serves(PhoneNumber number) {
    return number.e164().startsWith(KOREA);
  }

  @Override
  public SendResult send(SmsMessage message) {
    try {
      HttpRequest request = request(message);
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      // The keys are refused by 401 and 403: another gateway can send the text.
      if (status == 401 || status == 403 || status == 429 || status >= 500) {
        return SendResult.UNREACHABLE;
      }
      return status < 300 ? SendResult.ACCEPTED : SendResult.REJECTED;
    } catch (ConnectException e) {
      return SendResult.UNREACHABLE;
    } catch (IOException e) {
      return SendResult.UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SendResult.UNKNOWN;
    }
  }

  private HttpRequest request(SmsMessage message) throws JsonProcessingException {
    String timestamp = Long.toString(Time.currentTimeMillis());
    return HttpRequest.newBuilder(url)
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json; charset=utf-8")
        .header("x-ncp-apigw-timestamp", timestamp)
        .header("x-ncp-iam-access-key", accessKey)
        .header("x-ncp-apigw-signature-v2", signature(timestamp))
        .POST(HttpRequest.BodyPublishers.ofString(body(message)))
        .build();
  }

  private String body(SmsMessage message) throws JsonProcessingException {
    boolean isShort = message.text().getBytes(EUC_KR).length <= LONGEST_SMS;
    return new ObjectMapper()
        .writeValueAsString(
            Map.of(
                "type",
                isShort ? "SMS" : "LMS",
                "countryCode",
                "82",
                "from",
                from,
                "content",
                message.text(),
                "messages",
                List.of(Map.of("to", national(message.to())))));
  }

  private static String national(PhoneNumber number) {
    return "0" + number.e164().substring(KOREA.length());
  }

  /** Base64 of HMAC-SHA-256 over method, path, time and access key, as API Gateway wants it. */
  private String signature(String timestamp) {
    String signed = "POST " + url.getRawPath() + "\n" + timestamp + "\n" + accessKey;
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Both interfaces have it. */
  @Override
  public void close() {}
}

package io.github.phoneidentity.sms.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptRequest;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.BoundedHttpClient;
import io.github.phoneidentity.sms.client.HttpOutcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/** Calls an HTTP service by templates of a request. */
final class HttpSmsGateway implements SmsGateway {

  /** The message with which the templates are checked at the start of the server. */
  static final SmsMessage SAMPLE =
      new SmsMessage(
          "sample",
          new PhoneNumber("+821012345678"),
          "\"<sample> & text\"\n",
          new SmsMessage.Context(
              "123456", "login", "en", "\"<realm> & name\"", "\"<client> & id\""));

  /** Nothing of an answer but its status counts. */
  static final int MOST_READ = 1024;

  private static final Logger LOG = Logger.getLogger(HttpSmsGateway.class);

  private final Template url;
  private final String method;
  private final SortedMap<String, Template> headers;
  private final Optional<Template> body;
  private final Escaping bodyEscaping;
  private final Optional<RequestSignature> signature;
  private final BoundedHttpClient client;
  private final IntSupplier clock;

  /**
   * @param clock the time in epoch seconds
   * @throws IllegalArgumentException if the options do not make a valid request; the message
   *     contains no secret
   */
  HttpSmsGateway(Template url, HttpSmsGatewayConfig config, IntSupplier clock) {
    this.url = url;
    this.method = config.method();
    this.headers = config.headers();
    this.body = config.body();
    this.bodyEscaping =
        Optional.ofNullable(headers.get(HttpSmsGatewayConfig.CONTENT_TYPE))
            .map(type -> Escaping.ofContentType(type.source()))
            .orElse(Escaping.NONE);
    this.signature = config.signature();
    this.client = new BoundedHttpClient(config.connectTimeout(), config.readTimeout(), MOST_READ);
    this.clock = clock;
    check(config);
  }

  @Override
  public SendResult send(SmsMessage message) {
    byte[] content = content(message);
    HttpOutcome outcome =
        client.exchange(request(message, content), method, body.isPresent() ? content : null);
    SendResult result = outcome.result();
    if (result != SendResult.ACCEPTED) {
      LOG.warnf("Message %s was not accepted: %s", message.id(), outcome);
    }
    return result;
  }

  @Override
  public ReceiptReading receipts(ReceiptRequest request) {
    return new HttpReceipts(signature, clock).read(request);
  }

  private HttpRequest.Builder request(SmsMessage message, byte[] content) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url.fill(message, Escaping.URL)));
    headers.forEach((name, value) -> request.setHeader(name, value.fill(message, Escaping.HEADER)));
    signature.ifPresent(
        key -> {
          String timestamp = Integer.toString(clock.getAsInt());
          request.setHeader(RequestSignature.TIMESTAMP_HEADER, timestamp);
          request.setHeader(RequestSignature.SIGNATURE_HEADER, key.of(timestamp, content));
        });
    return request;
  }

  private byte[] content(SmsMessage message) {
    return body.map(template -> template.fill(message, bodyEscaping))
        .orElse("")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void check(HttpSmsGatewayConfig config) {
    byte[] content = content(SAMPLE);
    boolean accepted = true;
    try {
      request(SAMPLE, content);
    } catch (IllegalArgumentException e) {
      // The message of the exception contains the header, which may be a secret.
      accepted = false;
    }
    config.require(
        accepted,
        headers,
        HttpSmsGatewayConfig.HEADERS,
        "holds a header that cannot be set or a value that is not ASCII");
    if (bodyEscaping == Escaping.JSON) {
      config.require(
          isJson(content),
          body,
          HttpSmsGatewayConfig.BODY,
          "must be JSON, with placeholders inside of strings");
    }
  }

  private static boolean isJson(byte[] content) {
    try {
      new ObjectMapper().readTree(new String(content, StandardCharsets.UTF_8));
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}

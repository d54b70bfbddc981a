package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.BoundedHttpClient;
import io.github.phoneidentity.sms.client.Form;
import io.github.phoneidentity.sms.client.HttpOutcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends a text by <a href="https://docs.aws.amazon.com/sns/latest/api/API_Publish.html">Publish</a>
 * of Amazon SNS (query protocol, version 2010-03-31). It has no field for the message id.
 */
final class SnsSmsGateway implements SmsGateway {

  /** An error is far shorter; of a success only the status counts. */
  private static final int MOST_READ = 4096;

  private static final Logger LOG = Logger.getLogger(SnsSmsGateway.class);

  private final URI endpoint;
  private final ByRegion senderId;
  private final AwsSignature signature;
  private final CredentialsChain credentials;
  private final Supplier<Instant> clock;
  private final BoundedHttpClient client;

  SnsSmsGateway(SnsConfig config, CredentialsChain credentials, Supplier<Instant> clock) {
    endpoint = config.endpoint();
    senderId = config.senderId();
    signature = new AwsSignature(config.region(), "sns");
    this.credentials = credentials;
    this.clock = clock;
    client = new BoundedHttpClient(config.connectTimeout(), config.readTimeout(), MOST_READ);
  }

  @Override
  public SendResult send(SmsMessage message) {
    Optional<AwsCredentials> found = credentials.get();
    if (found.isEmpty()) {
      LOG.warnf("Message %s was not sent: there are no AWS credentials", message.id());
      return SendResult.UNREACHABLE;
    }
    byte[] body = body(message);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).header("Content-Type", Form.CONTENT_TYPE);
    signature
        .headers(endpoint, Form.CONTENT_TYPE, body, found.get(), clock.get())
        .forEach(request::header);
    HttpOutcome outcome = client.exchange(request, "POST", body);
    SnsError error = SnsError.of(outcome);
    if (error.result() != SendResult.ACCEPTED) {
      LOG.warnf("Message %s was not accepted: %s, code %s", message.id(), outcome, error.code());
    }
    if (error.refusesCredentials()) {
      credentials.refused(found.get());
    }
    return error.result();
  }

  private byte[] body(SmsMessage message) {
    Form form =
        new Form()
            .add("Action", "Publish")
            .add("Version", "2010-03-31")
            .add("PhoneNumber", message.to().e164())
            .add("Message", message.text());
    attribute(form, 1, "AWS.SNS.SMS.SMSType", "Transactional");
    senderId.of(message.to()).ifPresent(id -> attribute(form, 2, "AWS.SNS.SMS.SenderID", id));
    return form.bytes();
  }

  private static void attribute(Form form, int number, String name, String value) {
    String entry = "MessageAttributes.entry." + number;
    form.add(entry + ".Name", name)
        .add(entry + ".Value.DataType", "String")
        .add(entry + ".Value.StringValue", value);
  }
}

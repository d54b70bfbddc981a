package io.github.phoneidentity.sms.twilio;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.BoundedHttpClient;
import io.github.phoneidentity.sms.client.Form;
import io.github.phoneidentity.sms.client.HttpOutcome;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Creates a Message of <a
 * href="https://www.twilio.com/docs/messaging/api/message-resource">Twilio's API</a>. It has no
 * field for the message id.
 */
final class TwilioSmsGateway implements SmsGateway {

  /** An error is far shorter; of a success only the status counts. */
  private static final int MOST_READ = 4096;

  private static final Logger LOG = Logger.getLogger(TwilioSmsGateway.class);

  private final URI messages;
  private final String authorization;
  private final ByRegion from;
  private final Optional<String> messagingServiceSid;
  private final BoundedHttpClient client;

  TwilioSmsGateway(TwilioConfig config) {
    messages = config.messages();
    authorization = config.authorization();
    from = config.from();
    messagingServiceSid = config.messagingServiceSid();
    client = new BoundedHttpClient(config.connectTimeout(), config.readTimeout(), MOST_READ);
  }

  @Override
  public boolean serves(PhoneNumber number) {
    return messagingServiceSid.isPresent() || from.of(number).isPresent();
  }

  @Override
  public SendResult send(SmsMessage message) {
    Form form = new Form().add("To", message.to().e164());
    from.of(message.to())
        .ifPresentOrElse(
            number -> form.add("From", number),
            () -> form.add("MessagingServiceSid", messagingServiceSid.orElseThrow()));
    form.add("Body", message.text());
    return result(message, client.exchange(request(), "POST", form.bytes()));
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(messages)
        .header("Authorization", authorization)
        .header("Content-Type", Form.CONTENT_TYPE)
        .header("Accept", "application/json");
  }

  private static SendResult result(SmsMessage message, HttpOutcome outcome) {
    TwilioError error = TwilioError.of(outcome);
    if (error.result() != SendResult.ACCEPTED) {
      LOG.warnf("Message %s was not accepted: %s, code %d", message.id(), outcome, error.code());
    }
    return error.result();
  }
}

package io.github.phoneidentity.sms.twilio;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.ReceiptReading;
import io.github.phoneidentity.sms.ReceiptRequest;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.Submission;
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
 * field for the message id. If {@link TwilioConfig#messageFeedback} asks for it, Twilio is notified
 * of a confirmed code by <a
 * href="https://www.twilio.com/docs/messaging/api/message-feedback-resource">MessageFeedback</a>.
 */
final class TwilioSmsGateway implements SmsGateway {

  /** A success of a short text is of about one kilobyte, and its SID is read. */
  private static final int MOST_READ = 4096;

  private static final Logger LOG = Logger.getLogger(TwilioSmsGateway.class);

  private final TwilioConfig config;
  private final TwilioReceipts receipts;
  private final String authorization;
  private final ByRegion from;
  private final Optional<String> messagingServiceSid;
  private final BoundedHttpClient client;
  private final RefusedCallbacks refused;

  TwilioSmsGateway(TwilioConfig config) {
    this(config, new RefusedCallbacks(System::nanoTime));
  }

  TwilioSmsGateway(TwilioConfig config, RefusedCallbacks refused) {
    this.config = config;
    this.refused = refused;
    receipts = config.receipts();
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
    return submit(message, Optional.empty()).result();
  }

  @Override
  public Submission submit(SmsMessage message, Optional<URI> receiptUrl) {
    Optional<URI> callback =
        receipts.callback(message, receiptUrl.filter(url -> !refused.contains(url)));
    TwilioAnswer answer = post(message, callback);
    if (callback.isPresent() && answer.isCallbackRefused()) {
      LOG.warnf("Twilio does not accept %s for receipts: the realm gets none", receiptUrl.get());
      refused.add(receiptUrl.get());
      answer = post(message, Optional.empty());
    }
    return new Submission(answer.result(), answer.sid().filter(sid -> isConfirmable(message)));
  }

  @Override
  public void converted(String messageSid) {
    HttpOutcome outcome =
        client.exchange(
            request(config.feedback(messageSid)),
            "POST",
            new Form().add("Outcome", "confirmed").bytes());
    if (outcome.result() != SendResult.ACCEPTED) {
      LOG.warnf("The confirmation of message %s was not accepted: %s", messageSid, outcome);
    }
  }

  @Override
  public ReceiptReading receipts(ReceiptRequest request) {
    return receipts.read(request);
  }

  private TwilioAnswer post(SmsMessage message, Optional<URI> callback) {
    Form form = new Form().add("To", message.to().e164());
    from.of(message.to())
        .ifPresentOrElse(
            number -> form.add("From", number),
            () -> form.add("MessagingServiceSid", messagingServiceSid.orElseThrow()));
    form.add("Body", message.text());
    callback.ifPresent(url -> form.add("StatusCallback", url.toString()));
    if (isConfirmable(message)) {
      form.add("ProvideFeedback", "true");
    }
    HttpOutcome outcome = client.exchange(request(config.messages()), "POST", form.bytes());
    TwilioAnswer answer = TwilioAnswer.of(outcome);
    if (answer.result() != SendResult.ACCEPTED) {
      LOG.warnf("Message %s was not accepted: %s, code %d", message.id(), outcome, answer.code());
    }
    return answer;
  }

  /** A notice has no code: Twilio would count it as one that was never confirmed. */
  private boolean isConfirmable(SmsMessage message) {
    return config.messageFeedback() && !message.context().code().isEmpty();
  }

  private HttpRequest.Builder request(URI url) {
    return HttpRequest.newBuilder(url)
        .header("Authorization", authorization)
        .header("Content-Type", Form.CONTENT_TYPE)
        .header("Accept", "application/json");
  }
}

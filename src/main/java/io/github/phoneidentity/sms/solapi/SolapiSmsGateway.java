package io.github.phoneidentity.sms.solapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.phone.ByRegion;
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
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sends a message by <a
 * href="https://developers.solapi.com/references/messages/sendManyDetail">send-many/detail</a>. A
 * code goes as Kakao AlimTalk where a template is configured, any other text as SMS, or as LMS if
 * it is longer than 90 bytes of EUC-KR, which SOLAPI decides.
 */
final class SolapiSmsGateway implements SmsGateway {

  /** A success is of about two kilobytes, and its end has to be known. */
  private static final int MOST_READ = 64 * 1024;

  private static final Logger LOG = Logger.getLogger(SolapiSmsGateway.class);

  private final URI sendMany;
  private final SolapiSignature signature;
  private final ByRegion from;
  private final Optional<String> kakaoPfId;
  private final Optional<String> kakaoTemplateId;
  private final SolapiReceipts receipts;
  private final Supplier<Instant> clock;
  private final BoundedHttpClient client;

  SolapiSmsGateway(SolapiConfig config, Supplier<Instant> clock) {
    sendMany = config.sendMany();
    signature = config.signature();
    from = config.from();
    kakaoPfId = config.kakaoPfId();
    kakaoTemplateId = config.kakaoTemplateId();
    receipts = config.receipts();
    this.clock = clock;
    client = new BoundedHttpClient(config.connectTimeout(), config.readTimeout(), MOST_READ);
  }

  @Override
  public boolean serves(PhoneNumber number) {
    return from.of(number).isPresent();
  }

  @Override
  public SendResult send(SmsMessage message) {
    Optional<SolapiRecipient> recipient = SolapiRecipient.of(message.to());
    String sender = from.of(message.to()).orElseThrow();
    if (recipient.isEmpty()) {
      LOG.warnf("Message %s was not sent: its number is of no known country", message.id());
      return SendResult.REJECTED;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sendMany)
            .header("Authorization", authorization())
            .header("Content-Type", "application/json");
    byte[] body =
        body(message, recipient.get(), sender).toString().getBytes(StandardCharsets.UTF_8);
    HttpOutcome outcome = client.exchange(request, "POST", body);
    SolapiAnswer answer = SolapiAnswer.of(outcome);
    if (answer.result() != SendResult.ACCEPTED) {
      LOG.warnf("Message %s was not accepted: %s, code %s", message.id(), outcome, answer.code());
    }
    return answer.result();
  }

  @Override
  public ReceiptReading receipts(ReceiptRequest request) {
    return receipts.read(request);
  }

  private String authorization() {
    return signature.authorization(clock.get(), UUID.randomUUID().toString());
  }

  private ObjectNode body(SmsMessage message, SolapiRecipient recipient, String sender) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("allowDuplicates", false);
    ObjectNode entry = body.putArray("messages").addObject();
    ObjectNode text = entry;
    if (recipient.isKorean() && kakaoPfId.isPresent() && !message.context().code().isEmpty()) {
      alimTalk(entry, message.context().code());
      address(entry, recipient, sender);
      // A text beside a template would have to be the template's; this one replaces it as SMS.
      text = entry.putArray("replacements").addObject();
    }
    address(text, recipient, sender);
    text.put("text", message.text());
    if (!recipient.isKorean()) {
      entry.put("country", recipient.country());
    }
    entry.putObject("customFields").put("id", message.id());
    return body;
  }

  private void alimTalk(ObjectNode entry, String code) {
    ObjectNode kakao = entry.putObject("kakaoOptions");
    kakao.put("pfId", kakaoPfId.orElseThrow());
    kakao.put("templateId", kakaoTemplateId.orElseThrow());
    kakao.put("disableSms", false);
    kakao.putObject("variables").put("#{code}", code);
  }

  private static void address(ObjectNode entry, SolapiRecipient recipient, String sender) {
    entry.put("to", recipient.to());
    entry.put("from", sender.replace("-", ""));
  }
}

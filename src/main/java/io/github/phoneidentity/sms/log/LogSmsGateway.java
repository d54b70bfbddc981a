package io.github.phoneidentity.sms.log;

import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import org.jboss.logging.Logger;

/** Logs each text with its code if that is allowed; otherwise rejects it. */
final class LogSmsGateway implements SmsGateway {

  private static final Logger LOG = Logger.getLogger(LogSmsGateway.class);

  private final boolean allowed;

  LogSmsGateway(boolean allowed) {
    this.allowed = allowed;
  }

  @Override
  public SendResult send(SmsMessage message) {
    if (!allowed) {
      LOG.errorf(
          "Gateway log is for development and refused message %s: give the realm another gateway",
          message.id());
      return SendResult.REJECTED;
    }
    LOG.infof("SMS to %s: %s", message.to().masked(), message.text());
    return SendResult.ACCEPTED;
  }
}

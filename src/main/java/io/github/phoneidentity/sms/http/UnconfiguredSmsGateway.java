package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Replaces a gateway without a URL. It is unreachable, so that the realm's next gateway is tried.
 */
final class UnconfiguredSmsGateway implements SmsGateway {

  private static final Logger LOG = Logger.getLogger(UnconfiguredSmsGateway.class);

  private final AtomicBoolean warned = new AtomicBoolean();

  @Override
  public SendResult send(SmsMessage message) {
    if (warned.compareAndSet(false, true)) {
      LOG.warn("SMS gateway http is used but not configured: set spi-sms-gateway--http--url");
    }
    return SendResult.UNREACHABLE;
  }
}

package io.github.phoneidentity.sms.client;

import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Replaces a gateway without its mandatory options. It is unreachable, so that the realm's next
 * gateway is tried.
 */
public final class UnconfiguredSmsGateway implements SmsGateway {

  private static final Logger LOG = Logger.getLogger(UnconfiguredSmsGateway.class);

  private final String id;
  private final String missing;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * @param id the provider id of the gateway
   * @param missing the names of the options that are missing, for the log
   */
  public UnconfiguredSmsGateway(String id, String missing) {
    this.id = id;
    this.missing = missing;
  }

  @Override
  public SendResult send(SmsMessage message) {
    if (warned.compareAndSet(false, true)) {
      LOG.warnf("SMS gateway %s is used but not configured: set %s", id, missing);
    }
    return SendResult.UNREACHABLE;
  }
}

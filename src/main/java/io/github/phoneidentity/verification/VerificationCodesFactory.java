package io.github.phoneidentity.verification;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.outbox.Dispatcher;
import io.github.phoneidentity.policy.ExtensionOptions;
import io.github.phoneidentity.verification.jpa.ChallengeStore;
import io.github.phoneidentity.verification.jpa.NoticeStore;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.common.util.Environment;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;

/** Owns what the requests of a node share: the dispatcher's threads and the server's pepper. */
public final class VerificationCodesFactory
    implements ProviderFactory<VerificationCodes>, VersionInfo {

  private static final Logger LOGGER = Logger.getLogger(VerificationCodesFactory.class);

  /** How long expired challenges are kept, so that a consumed proof can be recognised. */
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofHours(1);

  private static final int BATCH = 500;

  private final InstantSource clock = () -> Instant.ofEpochMilli(Time.currentTimeMillis());
  private Duration cleanUpInterval;
  private KeycloakSessionFactory sessions;
  private ChallengeCodes codes;
  private VerificationMeters meters;
  private CodeOutbox codeOutbox;
  private NoticeOutbox noticeOutbox;
  private Dispatcher dispatcher;

  @Override
  public String getId() {
    return "default";
  }

  /** The database must be available as long as messages are being sent. */
  @Override
  public Set<Class<? extends Provider>> dependsOn() {
    return Set.of(JpaConnectionProvider.class);
  }

  /**
   * Reads the options of the REST resource, which is the provider that administrators configure.
   */
  @Override
  public void init(Config.Scope ignored) {
    ExtensionOptions.check();
    Config.Scope options = ExtensionOptions.scope();
    codes = new ChallengeCodes(new CodeDerivation(options.get(ExtensionOptions.PEPPER)));
    if (ExtensionOptions.areTestNumbersAllowed() && !Environment.isDevMode()) {
      LOGGER.warn(
          "Test numbers are allowed: whoever knows one of a realm and its code can prove it, and"
              + " gets no text");
    }
    int seconds =
        options.getInt(
            ExtensionOptions.CLEAN_UP_INTERVAL, ExtensionOptions.DEFAULT_CLEAN_UP_SECONDS);
    if (seconds < 1) {
      throw new IllegalArgumentException(
          "spi-realm-restapi-extension--phone-identity--clean-up-interval must be at least 1 s");
    }
    cleanUpInterval = Duration.ofSeconds(seconds);
  }

  /** How often {@link #removeExpired} is due. */
  public Duration cleanUpInterval() {
    return cleanUpInterval;
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    sessions = factory;
    meters = new VerificationMeters(Metrics.globalRegistry);
    codeOutbox = new CodeOutbox(factory, codes, clock);
    noticeOutbox = new NoticeOutbox(factory, clock);
    dispatcher = new Dispatcher(Metrics.globalRegistry, waitingRequests());
  }

  /**
   * How many requests may wait for a delivery: a quarter of the HTTP workers, so that a slow
   * gateway never blocks logins.
   */
  private static int waitingRequests() {
    int workers =
        ConfigProvider.getConfig()
            .getOptionalValue("kc.http-pool-max-threads", Integer.class)
            .orElseGet(() -> Math.max(50, 4 * Runtime.getRuntime().availableProcessors()));
    return Math.max(1, workers / 4);
  }

  @Override
  public VerificationCodes create(KeycloakSession session) {
    NewTransactions transactions = new NewTransactions(session, clock);
    return new VerificationCodes(
        session,
        transactions,
        new CodeIssuer(session, transactions, codes, codeOutbox, dispatcher, meters),
        new CodeVerifier(
            session, transactions, codes, new Conversions(sessions, dispatcher), meters),
        dispatcher,
        new DeliveryReceipts(session, codeOutbox),
        new SecurityNotices(session, dispatcher, noticeOutbox, clock));
  }

  /** Sends the messages that no node has claimed. Any node may call it at any time. */
  public void sweep() {
    dispatcher.sweep(codeOutbox);
    dispatcher.sweep(noticeOutbox);
  }

  /** Deletes expired challenges, notices and rate limits. Any node may call it at any time. */
  public void removeExpired() {
    int challenges =
        inBatches(session -> challenges(session).removeExpired(KEPT_AFTER_EXPIRY, BATCH));
    inBatches(session -> notices(session).removeSettled(KEPT_AFTER_EXPIRY, BATCH));
    int windows = inBatches(session -> limits(session).removeExpired(BATCH));
    LOGGER.debugf("Cleaned up %d challenges and %d limits", challenges, windows);
  }

  /** Repeats a removal, each time in a new transaction, until a batch is not full. */
  private int inBatches(ToIntFunction<KeycloakSession> removal) {
    int removed = 0;
    int batch;
    do {
      batch = KeycloakModelUtils.runJobInTransactionWithResult(sessions, removal::applyAsInt);
      removed += batch;
    } while (batch == BATCH);
    return removed;
  }

  private ChallengeStore challenges(KeycloakSession session) {
    return ChallengeStore.of(session, clock);
  }

  private NoticeStore notices(KeycloakSession session) {
    return NoticeStore.of(session, clock);
  }

  private JpaRateLimiter limits(KeycloakSession session) {
    return JpaRateLimiter.of(session, clock);
  }

  @Override
  public void close() {
    if (dispatcher != null) {
      dispatcher.close();
    }
  }
}

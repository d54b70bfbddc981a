package io.github.phoneidentity.verification.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.limit.jpa.JpaRateLimiter;
import io.github.phoneidentity.limit.jpa.LimitEntity;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.Conversion;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateways.Sent;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.Tables;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.ChallengeRequest;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.RequestedIdentifier;
import io.github.phoneidentity.verification.TextOrigin;
import io.github.phoneidentity.verification.jpa.MessageStore.Message;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Challenges and rate limits on PostgreSQL without a server, and with a clock of the test. */
class ChallengeStoreIT {

  private static final String REALM = "realm";
  private static final Duration LIFESPAN = Duration.ofSeconds(300);
  private static final Duration HOUR = Duration.ofHours(1);

  private static Tables tables;

  private final AtomicLong now = new AtomicLong(1_000_000);
  private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
  private final Binding binding = new Binding("client:" + UUID.randomUUID(), false);

  @BeforeAll
  static void start() throws Exception {
    tables = Tables.of(ChallengeEntity.class, LimitEntity.class);
    try (Connection connection = tables.database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into realm (id) values ('" + REALM + "')");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    tables.close();
  }

  @Test
  void parallelGuessesAreCountedUpToTheLast() {
    String id = create(Purpose.REGISTRATION).id();

    List<Optional<ChallengeEntity>> counted = Parallel.run(12, i -> countGuess(id));

    assertThat(counted.stream().flatMap(Optional::stream))
        .extracting(ChallengeEntity::attemptsLeft)
        .containsExactlyInAnyOrder(4, 3, 2, 1, 0);
  }

  private Optional<ChallengeEntity> countGuess(String id) {
    return run(store -> store.find(id).filter(store::countGuess));
  }

  @Test
  void guessAtAnExpiredChallengeIsNotCounted() {
    String id = create(Purpose.REGISTRATION).id();
    now.addAndGet(LIFESPAN.toMillis());

    Optional<ChallengeEntity> counted = countGuess(id);

    assertThat(counted).isEmpty();
  }

  @Test
  void resendStartsTheLifespanAgainButNotTheGuesses() {
    ChallengeEntity first = create(Purpose.REGISTRATION);
    Optional<ChallengeEntity> counted = countGuess(first.id());
    assertThat(counted).isPresent();
    now.addAndGet(200_000);

    ChallengeEntity second = resend(first);
    now.addAndGet(200_000);
    ChallengeEntity third = resend(second);

    assertThat(second.expiresAt()).isEqualTo(1_000_000 + 500_000);
    assertThat(third.expiresAt()).as("600 s after the first text").isEqualTo(1_000_000 + 600_000);
    assertThat(third.messageNumber()).isEqualTo(3);
    assertThat(third.attemptsLeft()).isEqualTo(4);
  }

  @Test
  void messageThatMustNotDiscloseAnAccountIsWithheldAndSoIsItsResend() {
    ChallengeEntity login = create(Purpose.LOGIN);

    assertThat(login.delivery).isEqualTo(Delivery.WITHHELD);
    assertThat(resend(login).delivery).isEqualTo(Delivery.WITHHELD);
    assertThat(create(Purpose.REGISTRATION).delivery).isEqualTo(Delivery.PENDING);
  }

  @Test
  void newestTextOfAnOpenCodeFailsLaterOnceWhetherOrNotItsOutcomeIsKnown() {
    for (Delivery before : Delivery.values()) {
      ChallengeEntity challenge = create(Purpose.REGISTRATION);
      Message first = new Message(challenge.id(), 1);
      deliver(first, before);
      boolean expected = before == Delivery.SENDING || before == Delivery.ACCEPTED;

      assertThat(failLater(first)).as("from %s", before).isEqualTo(expected);
      assertThat(failLater(first)).as("a second time from %s", before).isFalse();
      Optional<ChallengeEntity> stored = run(store -> store.find(challenge.id()));
      assertThat(stored)
          .map(found -> found.delivery)
          .contains(expected ? Delivery.REJECTED : before);
    }
  }

  @Test
  void outcomeOfTheNodeDoesNotReplaceAFailureThatWasKnownBefore() {
    Message message = new Message(create(Purpose.REGISTRATION).id(), 1);
    deliver(message, Delivery.SENDING);

    assertThat(failLater(message)).isTrue();
    boolean settled = messages(store -> store.settle(message, Delivery.SENDING, Delivery.ACCEPTED));
    assertThat(settled).isFalse();
  }

  @Test
  void otherTextsDoNotFailLater() {
    ChallengeEntity resent = create(Purpose.REGISTRATION);
    resend(resent);
    deliver(new Message(resent.id(), 2), Delivery.ACCEPTED);
    assertThat(failLater(new Message(resent.id(), 1))).as("an older text").isFalse();

    String proven = create(Purpose.REGISTRATION).id();
    deliver(new Message(proven, 1), Delivery.ACCEPTED);
    Optional<ChallengeEntity> proof = run(store -> store.prove(proven, HOUR));
    assertThat(proof).isPresent();
    assertThat(failLater(new Message(proven, 1))).as("a proof").isFalse();

    String expired = create(Purpose.REGISTRATION).id();
    deliver(new Message(expired, 1), Delivery.ACCEPTED);
    now.addAndGet(LIFESPAN.toMillis());
    assertThat(failLater(new Message(expired, 1))).as("an expired code").isFalse();
    assertThat(failLater(new Message(UUID.randomUUID().toString(), 1))).as("unknown").isFalse();
  }

  @Test
  void onlyTheGatewayThatHasAcceptedATextReportsThatItFailed() {
    Message message = new Message(create(Purpose.REGISTRATION).id(), 1);
    deliver(message, Delivery.ACCEPTED);
    assertThat(failLater(message, "twilio", false)).as("not known").isFalse();
    remember(message, acceptedBy("twilio"));

    assertThat(failLater(message, "http", false)).as("another gateway").isFalse();
    assertThat(failLater(message, "http", true)).as("the policy has changed").isFalse();
    assertThat(failLater(message, "twilio", false)).isTrue();
  }

  @Test
  void gatewayOfAnOlderTextDoesNotReportOfTheNextOne() {
    ChallengeEntity challenge = create(Purpose.REGISTRATION);
    remember(
        new Message(challenge.id(), 1),
        new Sent(
            SendResult.ACCEPTED,
            Optional.of("twilio"),
            Optional.of(new Conversion("twilio", "SM1"))));

    ChallengeEntity resent = resend(challenge);

    assertThat(resent.conversion()).isEmpty();
    Message second = new Message(challenge.id(), 2);
    deliver(second, Delivery.ACCEPTED);
    assertThat(failLater(second, "twilio", false)).isFalse();
  }

  @Test
  void proofKnowsTheConversionOfItsNewestText() {
    ChallengeEntity challenge = create(Purpose.REGISTRATION);
    assertThat(challenge.conversion()).isEmpty();
    resend(challenge);
    Conversion conversion = new Conversion("twilio", "SM1");
    Sent sent = new Sent(SendResult.ACCEPTED, Optional.of("twilio"), Optional.of(conversion));

    boolean older = messages(store -> store.remember(new Message(challenge.id(), 1), sent));
    assertThat(older).isFalse();
    remember(new Message(challenge.id(), 2), sent);
    Optional<ChallengeEntity> proof = run(store -> store.prove(challenge.id(), HOUR));
    assertThat(proof.flatMap(ChallengeEntity::conversion)).contains(conversion);
  }

  @Test
  void oneOfParallelRequestsProvesAChallengeAndOneConsumesTheProof() {
    String id = create(Purpose.REGISTRATION).id();

    List<Optional<ChallengeEntity>> proven =
        Parallel.run(8, i -> run(store -> store.prove(id, HOUR)));
    assertThat(proven.stream().flatMap(Optional::stream))
        .singleElement()
        .satisfies(proof -> assertThat(proof.expiresAt()).isEqualTo(now.get() + HOUR.toMillis()));

    List<Boolean> spent =
        Parallel.run(8, i -> run(store -> store.spend(binding, id, "user" + i, taken(id))));
    assertThat(spent).containsOnlyOnce(true);
    Optional<ChallengeEntity> stored = run(store -> store.find(id));
    assertThat(stored).map(ChallengeEntity::state).contains(State.SPENT);
  }

  @Test
  void proofIsConsumedOnlyWithItsBindingBeforeItExpiresAndUnlessItIsRevoked() {
    String id = create(Purpose.REGISTRATION).id();
    Binding other = new Binding("client:other", false);
    assertThat(spend(binding, id)).as("not proven").isFalse();
    Optional<ChallengeEntity> proven = run(store -> store.prove(id, HOUR));
    assertThat(proven).isPresent();

    assertThat(spend(other, id)).as("another client").isFalse();
    now.addAndGet(HOUR.toMillis());
    assertThat(spend(binding, id)).as("expired").isFalse();
    now.addAndGet(-1);
    String unrevoked = create(Purpose.REGISTRATION).id();
    Optional<ChallengeEntity> another = run(store -> store.prove(unrevoked, HOUR));
    assertThat(another).isPresent();
    take(taken(id));
    assertThat(spend(binding, id)).as("revoked").isFalse();
    assertThat(spend(binding, unrevoked)).as("not revoked, nor expired").isTrue();
  }

  @Test
  void exceededLimitRollsBackTheOthersAndReportsTheOneThatEndsLast() {
    Limit day = limit("day", 2, Duration.ofDays(1));
    Limit hour = limit("hour", 1, HOUR);
    take(day, hour);
    now.addAndGet(60_000);

    LimitExceededException exceeded =
        catchThrowableOfType(LimitExceededException.class, () -> take(day, hour));

    assertThat(exceeded.limit()).isEqualTo(hour);
    assertThat(exceeded.retryAfter()).isEqualTo(HOUR.minusMinutes(1));
    take(day);
    assertThat(catchThrowableOfType(LimitExceededException.class, () -> take(hour, day)).limit())
        .isEqualTo(day);
  }

  @Test
  void limitOfZeroAllowsNothing() {
    Limit none = limit("none", 0, HOUR);

    assertThatThrownBy(() -> take(none))
        .isInstanceOfSatisfying(
            LimitExceededException.class, e -> assertThat(e.retryAfter()).isEqualTo(HOUR));
  }

  private ChallengeEntity create(Purpose purpose) {
    Recipient phone = Recipient.of(new PhoneNumber("+821012345678"));
    ChallengeRequest request =
        new ChallengeRequest(
            purpose,
            phone,
            binding,
            null,
            "192.0.2.1",
            "demo-app",
            Locale.ENGLISH,
            new TextOrigin("", null),
            purpose.asksAboutAccount() ? RequestedIdentifier.of(phone) : null,
            null);
    return run(
        store -> store.create(request, new ChallengeStore.Terms(REALM, "key", 6, 5, LIFESPAN)));
  }

  private ChallengeEntity resend(ChallengeEntity challenge) {
    return run(store -> store.resend(challenge, LIFESPAN)).orElseThrow();
  }

  private void deliver(Message message, Delivery delivery) {
    boolean changed = messages(store -> store.settle(message, Delivery.PENDING, delivery));
    assertThat(changed).isTrue();
  }

  private boolean failLater(Message message) {
    return failLater(message, "twilio", true);
  }

  private boolean failLater(Message message, String gateway, boolean isOnlyOne) {
    return messages(store -> store.failLater(message, gateway, isOnlyOne));
  }

  private void remember(Message message, Sent sent) {
    boolean remembered = messages(store -> store.remember(message, sent));
    assertThat(remembered).isTrue();
  }

  private static Sent acceptedBy(String gateway) {
    return new Sent(SendResult.ACCEPTED, Optional.of(gateway), Optional.empty());
  }

  private <T> T messages(Function<MessageStore, T> work) {
    return tables.run(manager -> work.apply(new MessageStore(manager, clock)));
  }

  private boolean spend(Binding by, String id) {
    return run(store -> store.spend(by, id, "user", taken(id)));
  }

  private static Limit taken(String id) {
    return new Limit(REALM, "taken-answers", "proof:" + id, 1, HOUR);
  }

  private static Limit limit(String scope, int max, Duration window) {
    return new Limit(REALM, scope, UUID.randomUUID().toString(), max, window);
  }

  private void take(Limit... limits) {
    tables.run(
        manager -> {
          new JpaRateLimiter(manager, clock).take(List.of(limits));
          return null;
        });
  }

  private <T> T run(Function<ChallengeStore, T> work) {
    return tables.run(manager -> work.apply(new ChallengeStore(manager, clock)));
  }
}

package io.github.phoneidentity.verification.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.Purpose;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChallengeEntityTest {

  private static final long SENT = 1_000_000;
  private static final Duration COOLDOWN = Duration.ofSeconds(60);
  private static final Duration LIFESPAN = Duration.ofSeconds(300);

  private static ChallengeEntity sent(Purpose purpose, Delivery delivery) {
    ChallengeEntity challenge = new ChallengeEntity();
    challenge.id = "id";
    challenge.purpose = purpose;
    challenge.channel = Channel.sms;
    challenge.address = "+821012345678";
    challenge.state = State.OPEN;
    challenge.maxAttempts = 5;
    challenge.firstSentAt = SENT;
    challenge.sentAt = SENT;
    challenge.expiresAt = SENT + LIFESPAN.toMillis();
    challenge.delivery = delivery;
    return challenge;
  }

  private static Challenge view(ChallengeEntity challenge, long seconds) {
    return challenge.view(challenge.state(), COOLDOWN, SENT + seconds * 1000);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 300, 310",
    "300, 300, 600",
    "301, 300, 600",
    "599, 30, 600",
    "0, 600, 600",
    "1, 600, 600",
  })
  void codeThatIsSentAgainExpiresAtMost600SecondsAfterItsFirstText(
      int seconds, int lifespan, int end) {
    ChallengeEntity challenge = sent(Purpose.REGISTRATION, Delivery.ACCEPTED);
    challenge.sentAt = SENT + 5000;

    assertThat(challenge.resentUntil(SENT + seconds * 1000L, Duration.ofSeconds(lifespan)))
        .isEqualTo(SENT + end * 1000L);
  }

  @Test
  void codeExpiresWhenItsLifespanEnds() {
    ChallengeEntity challenge = sent(Purpose.REGISTRATION, Delivery.ACCEPTED);

    assertThat(view(challenge, 299).isOpen()).isTrue();
    assertThat(view(challenge, 300).isOpen()).isFalse();
    assertThat(view(challenge, 301).expiresIn()).isZero();
  }

  @Test
  void codeIsSentAgainAfterTheCooldownOfTheNewestText() {
    ChallengeEntity challenge = sent(Purpose.REGISTRATION, Delivery.ACCEPTED);
    challenge.sentAt = SENT + 30_000;

    assertThat(view(challenge, 30).resendIn()).isEqualTo(COOLDOWN);
    assertThat(view(challenge, 60).resendIn()).isEqualTo(Duration.ofSeconds(30));
    assertThat(view(challenge, 91).resendIn()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOGIN", "PASSWORD_RESET"})
  void failedDeliveryIsDisclosedAndEndsTheCooldown(Purpose purpose) {
    Challenge challenge = view(sent(purpose, Delivery.UNREACHABLE), 1);

    assertThat(challenge.delivery()).isEqualTo(Delivery.UNREACHABLE);
    assertThat(challenge.resendIn()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void deliveryOfALoginOrResetIsAlwaysPendingAndKeepsItsCooldown(Delivery delivery) {
    for (Purpose purpose : new Purpose[] {Purpose.LOGIN, Purpose.PASSWORD_RESET}) {
      Challenge challenge = view(sent(purpose, delivery), 1);

      assertThat(challenge.delivery()).isEqualTo(Delivery.PENDING);
      assertThat(challenge.resendIn()).isEqualTo(Duration.ofSeconds(59));
    }
  }

  @Test
  void challengeWithoutRemainingGuessesIsNotOpen() {
    ChallengeEntity challenge = sent(Purpose.REGISTRATION, Delivery.ACCEPTED);
    challenge.attempts = 4;
    assertThat(view(challenge, 1).isOpen()).isTrue();

    challenge.attempts = 5;
    assertThat(view(challenge, 1).isOpen()).isFalse();

    challenge.attempts = 6;
    assertThat(view(challenge, 1).attemptsLeft()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void onlyAProvenChallengeThatHasNotExpiredIsAProof(State state) {
    ChallengeEntity challenge = sent(Purpose.REGISTRATION, Delivery.ACCEPTED);
    challenge.state = state;

    assertThat(view(challenge, 299).isProof()).isEqualTo(state == State.PROVEN);
    assertThat(view(challenge, 299).isOpen()).isEqualTo(state == State.OPEN);
    assertThat(view(challenge, 300).isProof()).isFalse();
  }

  @Test
  void revokedProofIsShownAsRevoked() {
    ChallengeEntity challenge = sent(Purpose.REGISTRATION, Delivery.ACCEPTED);
    challenge.state = State.PROVEN;

    assertThat(challenge.view(State.REVOKED, COOLDOWN, SENT).state()).isEqualTo(State.REVOKED);
    assertThat(challenge.view(State.REVOKED, COOLDOWN, SENT).isProof()).isFalse();
  }
}

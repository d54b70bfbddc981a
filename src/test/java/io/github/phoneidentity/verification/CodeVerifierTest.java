package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.verification.ChallengeCodes.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeVerifierTest {

  private static final Challenge PROOF =
      new Challenge(
          "id",
          Purpose.REGISTRATION,
          Recipient.of(new PhoneNumber("+821012345678")),
          null,
          Challenge.State.PROVEN,
          6,
          4,
          Duration.ofMinutes(5),
          Duration.ZERO,
          0,
          Delivery.ACCEPTED);

  /** A guess that remembers its steps. */
  private static final class FakeGuess implements CodeVerifier.Guess {

    private final List<String> steps = new ArrayList<>();
    private final Comparison comparison;
    private Optional<Integer> attemptsLeft = Optional.of(4);
    private Optional<LimitExceededException> exceeded = Optional.empty();
    private Optional<Challenge> proof = Optional.of(PROOF);
    private boolean mayBeRight = true;

    FakeGuess(Comparison comparison) {
      this.comparison = comparison;
    }

    @Override
    public Optional<Integer> count() {
      steps.add("count");
      exceeded.ifPresent(
          e -> {
            throw e;
          });
      return attemptsLeft;
    }

    @Override
    public boolean mayBeRight() {
      steps.add("undisclosed limits");
      return mayBeRight;
    }

    @Override
    public Comparison compare() {
      steps.add("compare");
      return comparison;
    }

    @Override
    public Optional<Challenge> prove() {
      steps.add("prove");
      return proof;
    }

    @Override
    public void countFailure() {
      steps.add("count failure");
    }
  }

  @Test
  void guessIsCountedBeforeItIsCompared() {
    FakeGuess guess = new FakeGuess(Comparison.SAME);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(VerificationResult.proven(PROOF));
    assertThat(guess.steps).containsExactly("count", "undisclosed limits", "compare", "prove");
  }

  @ParameterizedTest
  @EnumSource
  void guessBeyondTheHourlyLimitIsNotCompared(Comparison comparison) {
    FakeGuess guess = new FakeGuess(comparison);
    Limit hourly = new Limit("realm", "guesses-login", "subject", 10, Duration.ofHours(1));
    guess.exceeded = Optional.of(new LimitExceededException(hourly, Duration.ofMinutes(7)));

    assertThat(CodeVerifier.verify(guess))
        .isEqualTo(VerificationResult.limited(Duration.ofMinutes(7)));
    assertThat(guess.steps).containsExactly("count");
  }

  @ParameterizedTest
  @EnumSource
  void guessAtAChallengeThatIsNotOpenIsNotCompared(Comparison comparison) {
    FakeGuess guess = new FakeGuess(comparison);
    guess.attemptsLeft = Optional.empty();

    assertThat(CodeVerifier.verify(guess)).isEqualTo(VerificationResult.gone());
    assertThat(guess.steps).containsExactly("count");
  }

  @Test
  void wrongCodeIsAMismatchThatCountsInTheRealm() {
    FakeGuess guess = new FakeGuess(Comparison.DIFFERENT);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(VerificationResult.mismatch(4));
    assertThat(guess.steps)
        .containsExactly("count", "undisclosed limits", "compare", "count failure");
  }

  @Test
  void rightCodeBeyondAnUndisclosedLimitIsAnsweredLikeAWrongOne() {
    FakeGuess beyond = new FakeGuess(Comparison.SAME);
    beyond.mayBeRight = false;
    FakeGuess wrong = new FakeGuess(Comparison.DIFFERENT);

    assertThat(CodeVerifier.verify(beyond)).isEqualTo(CodeVerifier.verify(wrong));
    assertThat(beyond.steps).isEqualTo(wrong.steps);
  }

  @Test
  void lastWrongGuessLeavesNone() {
    FakeGuess guess = new FakeGuess(Comparison.DIFFERENT);
    guess.attemptsLeft = Optional.of(0);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(VerificationResult.mismatch(0));
  }

  @Test
  void rightCodeThatAnotherRequestHasJustUsedMakesNoProof() {
    FakeGuess guess = new FakeGuess(Comparison.SAME);
    guess.proof = Optional.empty();

    assertThat(CodeVerifier.verify(guess)).isEqualTo(VerificationResult.gone());
  }

  @Test
  void codeWhoseKeyTheRealmHasRemovedIsNeitherRightNorAFailure() {
    FakeGuess guess = new FakeGuess(Comparison.KEY_GONE);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(VerificationResult.gone());
    assertThat(guess.steps).containsExactly("count", "undisclosed limits", "compare");
  }
}

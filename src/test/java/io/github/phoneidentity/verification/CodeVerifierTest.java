package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static final Challenge OPEN = challenge(Challenge.State.OPEN);
  private static final Challenge PROOF = challenge(Challenge.State.PROVEN);

  private static Challenge challenge(Challenge.State state) {
    return new Challenge(
        "id",
        Purpose.REGISTRATION,
        Recipient.of(new PhoneNumber("+821012345678")),
        null,
        state,
        6,
        4,
        Duration.ofMinutes(5),
        Duration.ZERO,
        0,
        Delivery.ACCEPTED);
  }

  /** A guess that remembers its steps. */
  private static final class FakeGuess implements CodeVerifier.Guess, CodeVerifier.Counted {

    private final List<String> steps = new ArrayList<>();
    private final Comparison comparison;
    private Optional<VerificationResult> refusal = Optional.empty();
    private int attemptsLeft = 4;
    private Optional<Challenge> proof = Optional.of(PROOF);
    private boolean mayBeRight = true;

    FakeGuess(Comparison comparison) {
      this.comparison = comparison;
    }

    @Override
    public CodeVerifier.Count count() {
      steps.add("count");
      return refusal.isPresent() ? new CodeVerifier.Refused(refusal.get()) : this;
    }

    @Override
    public Challenge challenge() {
      return OPEN;
    }

    @Override
    public int attemptsLeft() {
      return attemptsLeft;
    }

    @Override
    public boolean mayBeRight() {
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

  private static VerificationResult mismatch(int attemptsLeft) {
    return VerificationResult.mismatch(attemptsLeft).about(OPEN);
  }

  private static VerificationResult gone() {
    return VerificationResult.gone().about(OPEN);
  }

  @Test
  void guessIsCountedBeforeItIsCompared() {
    FakeGuess guess = new FakeGuess(Comparison.SAME);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(VerificationResult.proven(PROOF));
    assertThat(guess.steps).containsExactly("count", "compare", "prove");
  }

  @ParameterizedTest
  @EnumSource
  void guessThatIsNotCountedIsNotCompared(Comparison comparison) {
    FakeGuess guess = new FakeGuess(comparison);
    VerificationResult limited = VerificationResult.limited(Duration.ofMinutes(7)).about(OPEN);
    guess.refusal = Optional.of(limited);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(limited);
    assertThat(guess.steps).containsExactly("count");
  }

  @Test
  void wrongCodeIsAMismatchThatCountsInTheRealm() {
    FakeGuess guess = new FakeGuess(Comparison.DIFFERENT);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(mismatch(4));
    assertThat(guess.steps).containsExactly("count", "compare", "count failure");
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
    guess.attemptsLeft = 0;

    assertThat(CodeVerifier.verify(guess)).isEqualTo(mismatch(0));
  }

  @Test
  void rightCodeThatAnotherRequestHasJustUsedMakesNoProof() {
    FakeGuess guess = new FakeGuess(Comparison.SAME);
    guess.proof = Optional.empty();

    assertThat(CodeVerifier.verify(guess)).isEqualTo(gone());
  }

  @Test
  void codeWhoseKeyTheRealmHasRemovedIsNeitherRightNorAFailure() {
    FakeGuess guess = new FakeGuess(Comparison.KEY_GONE);

    assertThat(CodeVerifier.verify(guess)).isEqualTo(gone());
    assertThat(guess.steps).containsExactly("count", "compare");
  }
}

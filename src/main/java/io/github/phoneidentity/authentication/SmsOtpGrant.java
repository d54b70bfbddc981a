package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.account.PhoneAssignment;
import io.github.phoneidentity.account.SmsOtpFactor;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.IssueResult;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.VerificationResult;
import java.time.Duration;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;

/**
 * The verification of a second factor in password grants. Each grant is a request without a
 * session, so the challenge is bound to the user and the client.
 */
public final class SmsOtpGrant {

  /** The possible outcomes. */
  public enum Outcome {
    /** The code was sent, or is right; the grant continues. */
    GOES_ON,
    REFUSED,
    LIMITED
  }

  /**
   * The answer to the client.
   *
   * @param text the masked number, or why the grant is refused; empty otherwise
   * @param retryAfter when the request may be repeated if a rate limit is exceeded; zero otherwise
   */
  public record Answer(Outcome outcome, String text, Duration retryAfter) {

    private static Answer goesOn(String text) {
      return new Answer(Outcome.GOES_ON, text, Duration.ZERO);
    }

    private static Answer refused(String reason) {
      return new Answer(Outcome.REFUSED, reason, Duration.ZERO);
    }

    private static Answer limited(Duration retryAfter) {
      return new Answer(Outcome.LIMITED, "", retryAfter);
    }
  }

  private final ExecutionContext step;
  private final SmsOtpFactor factor;
  private final Binding binding;

  public SmsOtpGrant(AuthenticationFlowContext context, SmsOtpFactor factor) {
    this.step = ExecutionContext.of(context);
    this.factor = factor;
    this.binding = Binding.to(context.getAuthenticationSession().getClient(), context.getUser());
  }

  /** Sends a code, unless one was sent within the cooldown. */
  public Answer send() {
    String userId = step.requiredUser().getId();
    IssueResult result =
        step.issue(Purpose.SECOND_FACTOR, factor.recipient(), binding, userId, null);
    return switch (result.outcome()) {
      case ISSUED -> Answer.goesOn(factor.recipient().masked());
      case LIMITED -> Answer.limited(result.retryAfter());
      case NOT_ALLOWED, GONE -> Answer.refused("No code can be sent to this number");
    };
  }

  /** Verifies the code of a later grant. */
  public Answer confirm(String typed) {
    Optional<Challenge> open =
        step.codes()
            .findOpen(step.realm(), binding)
            .filter(challenge -> challenge.recipient().equals(factor.recipient()));
    if (open.isEmpty()) {
      return expired();
    }
    VerificationResult result = step.codes().confirm(step.realm(), binding, open.get().id(), typed);
    return switch (result.outcome()) {
      case PROVEN -> accept(result.proof());
      case MISMATCH -> mismatch(result);
      case MALFORMED -> Answer.refused("A code has " + result.codeLength() + " digits");
      case LIMITED -> Answer.limited(result.retryAfter());
      case GONE -> expired();
    };
  }

  private Answer accept(Challenge proof) {
    UserModel user = step.requiredUser();
    if (factor.accept(step.session(), user, binding, proof) != PhoneAssignment.ASSIGNED) {
      return expired();
    }
    new BruteForceReports(step.session()).succeeded(user, Purpose.SECOND_FACTOR);
    return Answer.goesOn("");
  }

  private Answer mismatch(VerificationResult result) {
    new BruteForceReports(step.session())
        .failed(step.requiredUser().getId(), Purpose.SECOND_FACTOR);
    return Answer.refused("Wrong code, " + result.attemptsLeft() + " attempts left");
  }

  private static Answer expired() {
    return Answer.refused("The code has ended; ask for another one without sms_code");
  }
}

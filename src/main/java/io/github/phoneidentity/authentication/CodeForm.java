package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.IssueResult;
import io.github.phoneidentity.verification.VerificationResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.utils.FormMessage;

/** The one page that asks for a code, and what can be done on it. */
public final class CodeForm {

  static final String TEMPLATE = "phone-identity-code.ftl";
  static final String CODE = "code";
  static final String RESEND = "resend";
  static final String CHANGE = "change";

  /** The field by which another recipient is chosen; the name that Keycloak's own forms use. */
  public static final String CHOICE = "selectedCredentialId";

  /**
   * A recipient of the user's that the page offers.
   *
   * @param id what is posted in {@link #CHOICE} to choose it
   * @param label what it is called
   */
  public record Choice(String id, String label) {}

  private static final String CHALLENGE = "challenge";
  private static final String INVALID_CODE = Errors.INVALID_CODE;

  private final Step step;
  private final boolean changeable;
  private final List<Choice> choices;
  private final String shown;

  /**
   * @param changeable does the page offer to use another recipient?
   */
  public CodeForm(Step step, boolean changeable) {
    this(step, changeable, List.of());
  }

  /**
   * The page for somebody who named an account that may not exist.
   *
   * @param shown what stands in place of the recipient
   */
  static CodeForm discreet(Step step, boolean changeable, String shown) {
    return new CodeForm(step, changeable, List.of(), shown);
  }

  /**
   * @param choices the other recipients that the page offers
   */
  CodeForm(Step step, boolean changeable, List<Choice> choices) {
    this(step, changeable, choices, null);
  }

  private CodeForm(Step step, boolean changeable, List<Choice> choices, String shown) {
    this.step = step;
    this.changeable = changeable;
    this.choices = choices;
    this.shown = shown;
  }

  /** The challenge that this step waits for, open or ended. */
  public Optional<Challenge> awaited() {
    return step.note(CHALLENGE).flatMap(id -> step.codes().find(step.realm(), step.binding(), id));
  }

  /** The challenge that this step has waited for, where its user has taken it along elsewhere. */
  Optional<Challenge> moved() {
    return step.user() == null
        ? Optional.empty()
        : step.note(CHALLENGE)
            .flatMap(
                id ->
                    step.codes().findMoved(step.realm(), step.binding(), id, step.user().getId()));
  }

  /** Whether this step has waited for a challenge. */
  boolean hasAwaited() {
    return step.note(CHALLENGE).isPresent();
  }

  /** Whether this step has waited for that challenge, which may be open elsewhere by now. */
  boolean hasAwaited(Challenge challenge) {
    return step.note(CHALLENGE).filter(challenge.id()::equals).isPresent();
  }

  /** Waits for the code of {@code challenge} from now on. */
  public void await(Challenge challenge) {
    step.note(CHALLENGE, challenge.id());
  }

  /** Waits for no code any more. */
  public void forget() {
    step.forget(CHALLENGE);
  }

  /** Shows the page for {@code challenge}. */
  public void show(Challenge challenge) {
    show(challenge, null);
  }

  /** Shows the page for {@code challenge} with an error on the field. */
  void refuse(Challenge challenge, String message) {
    show(challenge, new FormMessage(CODE, message));
  }

  private void show(Challenge challenge, FormMessage error) {
    LoginFormsProvider form = step.form().get();
    if (error != null) {
      form.addError(error);
    }
    step.show(form.setAttribute("verification", view(challenge)).createForm(TEMPLATE));
  }

  /** What the template shows; a map, because its language reads no records. */
  private Map<String, Object> view(Challenge challenge) {
    return Map.of(
        "recipient", shown == null ? challenge.recipient().masked() : shown,
        "discreet", shown != null,
        "channel", challenge.recipient().channel().name(),
        "codeLength", challenge.codeLength(),
        "expiresIn", RetryAfter.seconds(challenge.isOpen() ? challenge.expiresIn() : Duration.ZERO),
        "resendIn", RetryAfter.seconds(challenge.resendIn()),
        "attemptsLeft", challenge.attemptsLeft(),
        "deliveryFailed", challenge.delivery().failed(),
        "changeable", changeable,
        "choices", choices.stream().map(CodeForm::view).toList());
  }

  private static Map<String, String> view(Choice choice) {
    return Map.of("id", choice.id(), "label", choice.label());
  }

  /** Shows the page for {@code challenge} and says when another text can be had. */
  public void limited(Challenge challenge, Duration retryAfter) {
    step.event().error(Limit.EXCEEDED);
    show(
        challenge,
        new FormMessage(
            null, "phoneIdentity.error.tooManyRequests", RetryAfter.minutesAndHours(retryAfter)));
  }

  /** Whether a text is asked for whose code has ended, so that only a new code can follow. */
  public boolean asksForNewCode(Challenge challenge) {
    return step.posted(RESEND).isPresent() && !challenge.isOpen();
  }

  /** Takes what was typed; the proof, or empty when the page was shown again. */
  public Optional<Challenge> submit(Challenge challenge) {
    if (step.posted(RESEND).isPresent()) {
      resend(challenge);
      return Optional.empty();
    }
    String typed = step.posted(CODE).orElse("");
    if (typed.isBlank()) {
      show(challenge, new FormMessage(CODE, "phoneIdentity.error.codeRequired"));
      return Optional.empty();
    }
    VerificationResult answer =
        step.codes().confirm(step.realm(), step.binding(), challenge.id(), typed);
    if (answer.outcome() == VerificationResult.Outcome.PROVEN) {
      forget();
      return Optional.of(answer.proof());
    }
    if (challenge.userId() != null) {
      step.event().user(challenge.userId());
    }
    step.event()
        .error(
            answer.outcome() == VerificationResult.Outcome.LIMITED ? Limit.EXCEEDED : INVALID_CODE);
    if (answer.outcome() == VerificationResult.Outcome.MISMATCH) {
      new BruteForceReports(step.session()).failed(challenge.userId(), challenge.purpose());
    }
    show(awaited().orElse(challenge), new FormMessage(CODE, key(answer), parameters(answer)));
    return Optional.empty();
  }

  private static String key(VerificationResult answer) {
    return "phoneIdentity.error."
        + switch (answer.outcome()) {
          case MISMATCH -> "codeMismatch";
          case MALFORMED -> "codeMalformed";
          case LIMITED -> "tooManyRequests";
          case GONE, PROVEN -> "verificationGone";
        };
  }

  private static Object[] parameters(VerificationResult answer) {
    return switch (answer.outcome()) {
      case MISMATCH -> new Object[] {answer.attemptsLeft()};
      case MALFORMED -> new Object[] {answer.codeLength()};
      case LIMITED -> RetryAfter.minutesAndHours(answer.retryAfter());
      case GONE, PROVEN -> new Object[0];
    };
  }

  private void resend(Challenge challenge) {
    IssueResult issue =
        step.codes().resend(step.realm(), step.binding(), challenge.id(), step.origin());
    switch (issue.outcome()) {
      case ISSUED -> step.showByGet();
      case LIMITED -> limited(challenge, issue.retryAfter());
      case NOT_ALLOWED, GONE ->
          show(challenge, new FormMessage(null, "phoneIdentity.error.verificationGone"));
    }
  }
}

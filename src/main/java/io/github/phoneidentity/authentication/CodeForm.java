package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
import io.github.phoneidentity.policy.EventErrors;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.IssueResult;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.VerificationResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;

/** The page for a code, and the actions on it. */
public final class CodeForm {

  static final String TEMPLATE = "phone-identity-code.ftl";
  static final String CODE = "code";
  static final String RESEND = "resend";

  /** The field by which a page says that the contact is to be changed. */
  public static final String CHANGE = "change";

  /** The field that selects another recipient, named as in Keycloak's own forms. */
  public static final String CHOICE = "selectedCredentialId";

  /**
   * A recipient that the page offers.
   *
   * @param id the value of {@link #CHOICE} that selects it
   * @param label its label on the page
   */
  public record Choice(String id, String label) {}

  /** A rate limit that is exceeded, so that the page does not offer what would be refused. */
  private enum Exceeded {
    NONE(""),
    SENDS("sends"),
    GUESSES("guesses");

    private final String name;

    Exceeded(String name) {
      this.name = name;
    }
  }

  private static final String INVALID_CODE = Errors.INVALID_CODE;

  private final ExecutionContext step;
  private final boolean changeable;
  private final List<Choice> choices;
  private final @Nullable String shown;

  /**
   * @param changeable whether the recipient was typed in this step: the page shows it in full, and
   *     offers to enter another one
   */
  public CodeForm(ExecutionContext step, boolean changeable) {
    this(step, changeable, List.of());
  }

  /**
   * The page for an account that may not exist.
   *
   * @param shown the text that the page shows as the recipient
   */
  static CodeForm discreet(ExecutionContext step, boolean changeable, String shown) {
    return new CodeForm(step, changeable, List.of(), shown);
  }

  /**
   * @param choices the other recipients that the page offers
   */
  CodeForm(ExecutionContext step, boolean changeable, List<Choice> choices) {
    this(step, changeable, choices, null);
  }

  private CodeForm(
      ExecutionContext step, boolean changeable, List<Choice> choices, @Nullable String shown) {
    this.step = step;
    this.changeable = changeable;
    this.choices = choices;
    this.shown = shown;
  }

  /** The challenge whose code this step expects, which may have expired. */
  public Optional<Challenge> awaited() {
    return step.note(OfExecution.CHALLENGE)
        .flatMap(id -> step.codes().find(step.realm(), step.binding(), id));
  }

  /** The challenge of this step, if its user has moved it to another authentication session. */
  Optional<Challenge> moved() {
    UserModel user = step.user();
    return user == null
        ? Optional.empty()
        : step.note(OfExecution.CHALLENGE)
            .flatMap(id -> step.codes().findMoved(step.realm(), step.binding(), id, user.getId()));
  }

  /** Whether this step has expected a code. */
  boolean hasAwaited() {
    return step.note(OfExecution.CHALLENGE).isPresent();
  }

  /**
   * Whether this step has expected the code of that challenge, which may have been moved meanwhile.
   */
  boolean hasAwaited(Challenge challenge) {
    return step.note(OfExecution.CHALLENGE).filter(challenge.id()::equals).isPresent();
  }

  /** Makes this step expect the code of {@code challenge}. */
  public void await(Challenge challenge) {
    step.note(OfExecution.CHALLENGE, challenge.id());
  }

  /** Stops expecting a code. */
  public void forget() {
    step.forget(OfExecution.CHALLENGE);
  }

  /** Shows the page for {@code challenge}. */
  public void show(Challenge challenge) {
    show(challenge, null, Exceeded.NONE);
  }

  /** Shows the page for {@code challenge} with an error on the field. */
  void refuse(Challenge challenge, String message) {
    show(challenge, new FormMessage(CODE, message), Exceeded.NONE);
  }

  /** Lets the next page say that the code was sent again, or that another one was sent. */
  void announceSent(boolean another) {
    String known = another ? "phoneIdentity.code.renewed" : "phoneIdentity.code.resent";
    step.note(OfExecution.SENT, shown == null ? known : "phoneIdentity.code.resentIfKnown");
  }

  private void show(Challenge challenge, @Nullable FormMessage error, Exceeded exceeded) {
    LoginFormsProvider form = step.form().get();
    Optional<String> sent = step.note(OfExecution.SENT);
    sent.ifPresent(message -> step.forget(OfExecution.SENT));
    if (error != null) {
      form.addError(error);
    } else if (!challenge.delivery().failed()) {
      sent.ifPresent(form::setInfo);
    }
    step.show(form.setAttribute("verification", view(challenge, exceeded)).createForm(TEMPLATE));
  }

  /** The model for the template; it is a map because FreeMarker does not read records. */
  private Map<String, Object> view(Challenge challenge, Exceeded exceeded) {
    return Map.ofEntries(
        Map.entry("recipient", recipient(challenge)),
        Map.entry("discreet", shown != null),
        Map.entry("channel", challenge.recipient().channel().name()),
        Map.entry("codeLength", challenge.codeLength()),
        Map.entry("expiresIn", RetryAfter.seconds(challenge.expiresIn())),
        Map.entry("resendIn", RetryAfter.seconds(challenge.resendIn())),
        Map.entry("open", challenge.isOpen()),
        Map.entry("exhausted", challenge.attemptsLeft() == 0),
        Map.entry("limit", exceeded.name),
        Map.entry("deliveryFailed", challenge.delivery().failed()),
        Map.entry("changeable", changeable),
        Map.entry("stored", isStored(challenge)),
        Map.entry("choices", choices.stream().map(CodeForm::view).toList()));
  }

  /** Whether the user verifies the number on file, and may not have it any more. */
  private boolean isStored(Challenge challenge) {
    return challenge.purpose() == Purpose.VERIFY && !changeable && shown == null;
  }

  private String recipient(Challenge challenge) {
    if (shown != null) {
      return shown;
    }
    return changeable
        ? challenge.recipient().readable(RealmPolicy.of(step.realm()).defaultRegion())
        : challenge.recipient().masked();
  }

  private static Map<String, String> view(Choice choice) {
    return Map.of("id", choice.id(), "label", choice.label());
  }

  /**
   * Shows the page for {@code challenge} without another code. While the same code must not be sent
   * again yet, the page says so by itself; otherwise an error has the time to retry after.
   */
  public void limited(Challenge challenge, Duration retryAfter) {
    step.event().error(EventErrors.TOO_MANY_REQUESTS);
    if (retryAfter.compareTo(challenge.resendIn()) <= 0) {
      show(challenge);
      return;
    }
    show(
        challenge,
        new FormMessage(
            null, "phoneIdentity.error.tooManyCodes", RetryAfter.minutesAndHours(retryAfter)),
        Exceeded.SENDS);
  }

  /**
   * Whether a resend is requested for a challenge that is not open, so that a new code must be
   * issued.
   */
  public boolean asksForNewCode(Challenge challenge) {
    return step.posted(RESEND).isPresent() && !challenge.isOpen();
  }

  /** Handles the submitted page. Returns the proof; empty if the page was shown again. */
  public Optional<Challenge> submit(Challenge challenge) {
    if (step.posted(RESEND).isPresent()) {
      resend(challenge);
      return Optional.empty();
    }
    String typed = step.posted(CODE).orElse("");
    if (typed.isBlank()) {
      refuse(challenge, "phoneIdentity.error.codeRequired");
      return Optional.empty();
    }
    VerificationResult result =
        step.codes().confirm(step.realm(), step.binding(), challenge.id(), typed);
    return switch (result.outcome()) {
      case PROVEN -> {
        forget();
        yield Optional.of(result.proof());
      }
      case MISMATCH -> {
        report(challenge, INVALID_CODE);
        new BruteForceReports(step.session()).failed(challenge.userId(), challenge.purpose());
        yield showAgain(challenge, "error.codeMismatch", result.attemptsLeft());
      }
      case MALFORMED -> {
        report(challenge, INVALID_CODE);
        yield showAgain(challenge, "error.codeMalformed", result.codeLength());
      }
      case LIMITED -> {
        report(challenge, EventErrors.TOO_MANY_REQUESTS);
        show(
            awaited().orElse(challenge),
            new FormMessage(
                CODE,
                "phoneIdentity.error.tooManyGuesses",
                RetryAfter.minutesAndHours(result.retryAfter())),
            Exceeded.GUESSES);
        yield Optional.empty();
      }
      case GONE -> {
        report(challenge, INVALID_CODE);
        yield showAgain(challenge, whyGone(awaited().orElse(challenge)));
      }
    };
  }

  private void report(Challenge challenge, String error) {
    if (challenge.userId() != null) {
      step.event().user(challenge.userId());
    }
    step.event().error(error);
  }

  private Optional<Challenge> showAgain(Challenge challenge, String error, Object... parameters) {
    show(
        awaited().orElse(challenge),
        new FormMessage(CODE, "phoneIdentity." + error, parameters),
        Exceeded.NONE);
    return Optional.empty();
  }

  /**
   * Why the code of a challenge cannot be verified. Only the authentication session of the
   * challenge gets here, and a decoy has the states of a challenge, so that no account is
   * disclosed.
   */
  private static String whyGone(Challenge challenge) {
    return switch (challenge.state()) {
      case OPEN ->
          challenge.attemptsLeft() == 0
              ? "code.exhausted"
              : challenge.expiresIn().isZero() ? "code.expired" : "error.verificationGone";
      case PROVEN, SPENT, REVOKED -> "error.codeUsed";
      case REPLACED -> "error.codeReplaced";
    };
  }

  private void resend(Challenge challenge) {
    IssueResult result =
        step.codes().resend(step.realm(), step.binding(), challenge.id(), step.origin());
    step.codes().awaitDeliveryAfterCommit(result);
    switch (result.outcome()) {
      case ISSUED -> {
        announceSent(false);
        step.showByGet();
      }
      case LIMITED -> limited(challenge, result.retryAfter());
      case NOT_ALLOWED, GONE ->
          show(
              challenge,
              new FormMessage(null, "phoneIdentity.error.verificationGone"),
              Exceeded.NONE);
    }
  }
}

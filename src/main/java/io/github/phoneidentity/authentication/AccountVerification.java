package io.github.phoneidentity.authentication;

import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.policy.EventErrors;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.IssueResult;
import io.github.phoneidentity.verification.Purpose;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.validation.Validation;

/**
 * The verification of a user who names an account and must prove to own it by a code. Pages,
 * disclosed rate limits and database work are identical whether or not the account exists, to
 * prevent user enumeration.
 */
public final class AccountVerification {

  private final ExecutionContext step;
  private final Purpose purpose;
  private final Supplier<CodeTarget> target;
  private final CodeForm code;

  /**
   * @param shown the recipient as the page shows it: the typed identifier, masked; empty if it is
   *     not a contact
   * @param changeable whether the page offers to name another account
   * @param target determines where a code is sent
   */
  public AccountVerification(
      ExecutionContext step,
      Purpose purpose,
      String shown,
      boolean changeable,
      Supplier<CodeTarget> target) {
    this.step = step.discreet();
    this.purpose = purpose;
    this.target = target;
    this.code = CodeForm.discreet(this.step, changeable, shown);
  }

  /** The challenge whose code this step expects, which may have expired. */
  public Optional<Challenge> awaited() {
    return code.awaited();
  }

  /** Stops expecting a code. */
  public void forget() {
    code.forget();
  }

  /** Whether the user wants to name another account. */
  public boolean wantsChange() {
    return step.posted(CodeForm.CHANGE).isPresent();
  }

  /**
   * Issues the first code, as a decoy if there is no account, and shows the page for it.
   *
   * @return why it failed; empty if it was done
   */
  public Optional<FormMessage> begin() {
    IssueResult result = issueCode();
    return switch (result.outcome()) {
      case ISSUED -> {
        showCodePage(result);
        yield Optional.empty();
      }
      case LIMITED -> {
        step.event().clone().error(EventErrors.TOO_MANY_REQUESTS);
        yield error("tooManyCodes", RetryAfter.minutesAndHours(result.retryAfter()));
      }
      case NOT_ALLOWED -> error("phoneNotAllowed");
      case GONE -> error("verificationGone");
    };
  }

  private static Optional<FormMessage> error(String error, Object... parameters) {
    return Optional.of(
        new FormMessage(Validation.FIELD_USERNAME, "phoneIdentity.error." + error, parameters));
  }

  /** Shows the page for the code of {@code awaited}, without sending one. */
  public void show(Challenge awaited) {
    code.show(awaited);
  }

  /** Handles the submitted page of a challenge. Returns the proof; empty if a page was shown. */
  public Optional<Challenge> submit(Challenge challenge) {
    if (!code.asksForNewCode(challenge)) {
      return code.submit(challenge);
    }
    IssueResult result = issueCode();
    switch (result.outcome()) {
      case ISSUED -> {
        code.announceSent(true);
        showCodePage(result);
      }
      case LIMITED -> code.limited(challenge, result.retryAfter());
      case NOT_ALLOWED, GONE -> code.show(challenge);
    }
    return Optional.empty();
  }

  private void showCodePage(IssueResult result) {
    code.await(result.challenge());
    step.showByGet();
  }

  private IssueResult issueCode() {
    CodeTarget target = this.target.get();
    IssueResult result =
        step.issue(
            purpose, target.recipient(), step.binding(), target.userId(), target.identifier());
    if (result.outcome() == IssueResult.Outcome.ISSUED && purpose == Purpose.PASSWORD_RESET) {
      reportReset(target);
    }
    return result;
  }

  /**
   * Writes one event immediately whether or not the account exists, so that the database work is
   * the same.
   */
  private void reportReset(CodeTarget target) {
    EventBuilder event =
        step.event().clone().event(EventType.SEND_RESET_PASSWORD).storeImmediately(true);
    event.detail(Details.USERNAME, AttemptedUsername.forEvent(step.authSession()));
    if (target.owner() != null) {
      event.user(target.owner());
    }
    if (target.reason() == null) {
      event.success();
    } else {
      event.error(target.reason());
    }
  }
}

package io.github.phoneidentity.authentication;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.limit.RetryAfter;
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
 * The conversation with somebody who names an account and has to prove to be its owner by a code.
 * Whether there is such an account, and what it looks like, shows in nothing: not in the pages, not
 * in the limits that are told, not in the work.
 */
public final class AccountVerification {

  private final Step step;
  private final Purpose purpose;
  private final Supplier<CodeTarget> contact;
  private final CodeForm code;

  /**
   * @param shown what the page says about where the code went: what was typed, masked; empty if
   *     that was no contact
   * @param changeable does the page offer to name another account?
   * @param contact where a code goes that is sent now
   */
  public AccountVerification(
      Step step, Purpose purpose, String shown, boolean changeable, Supplier<CodeTarget> contact) {
    this.step = step.discreet();
    this.purpose = purpose;
    this.contact = contact;
    this.code = CodeForm.discreet(this.step, changeable, shown);
  }

  /** The challenge that is awaited, open or ended. */
  public Optional<Challenge> awaited() {
    return code.awaited();
  }

  /** Waits for no code any more. */
  public void forget() {
    code.forget();
  }

  /** Whether another account is to be named. */
  public boolean wantsChange() {
    return step.posted(CodeForm.CHANGE).isPresent();
  }

  /**
   * Sends the first code, to the owner of the account or to nobody, and shows the page that asks
   * for it.
   *
   * @return why not; empty if it was done
   */
  public Optional<FormMessage> begin() {
    IssueResult issue = issue();
    if (issue.outcome() == IssueResult.Outcome.ISSUED) {
      follow(issue);
      return Optional.empty();
    }
    String field = Validation.FIELD_USERNAME;
    return Optional.of(
        switch (issue.outcome()) {
          case LIMITED -> {
            step.event().clone().error(Limit.EXCEEDED);
            yield new FormMessage(
                field,
                "phoneIdentity.error.tooManyRequests",
                RetryAfter.minutesAndHours(issue.retryAfter()));
          }
          case NOT_ALLOWED -> new FormMessage(field, "phoneIdentity.error.phoneNotAllowed");
          case GONE, ISSUED -> new FormMessage(field, "phoneIdentity.error.verificationGone");
        });
  }

  /** Shows the page that asks for the code of {@code awaited}; it sends nothing. */
  public void show(Challenge awaited) {
    code.show(awaited);
  }

  /** Takes what was posted about a challenge; the proof, or empty when a page was shown. */
  public Optional<Challenge> submit(Challenge challenge) {
    if (!code.asksForNewCode(challenge)) {
      return code.submit(challenge);
    }
    IssueResult issue = issue();
    switch (issue.outcome()) {
      case ISSUED -> follow(issue);
      case LIMITED -> code.limited(challenge, issue.retryAfter());
      case NOT_ALLOWED, GONE -> code.show(challenge);
    }
    return Optional.empty();
  }

  private void follow(IssueResult issue) {
    code.await(issue.challenge());
    step.showByGet();
  }

  private IssueResult issue() {
    CodeTarget to = contact.get();
    IssueResult issue =
        step.issue(purpose, to.recipient(), step.binding(), to.userId(), to.asked());
    if (issue.outcome() == IssueResult.Outcome.ISSUED && purpose == Purpose.PASSWORD_RESET) {
      tell(to);
    }
    return issue;
  }

  /** One event, written at once, whether there is an account or not: it is part of the work. */
  private void tell(CodeTarget to) {
    EventBuilder event =
        step.event().clone().event(EventType.SEND_RESET_PASSWORD).storeImmediately(true);
    event.detail(Details.USERNAME, AttemptedUsername.forEvent(step.authSession()));
    if (to.owner() != null) {
      event.user(to.owner());
    }
    if (to.reason() == null) {
      event.success();
    } else {
      event.error(to.reason());
    }
  }
}

package io.github.phoneidentity.authentication;

import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.EventErrors;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.IssueResult;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Errors;
import org.keycloak.services.messages.Messages;

/** The verification of a contact: the page for the contact, then the page for its code. */
public final class ContactVerification {

  private static final String REFUSED = "phone-identity-refused.ftl";

  private final ExecutionContext step;
  private final Purpose purpose;
  private final @Nullable Recipient stored;
  private final ContactForm contact;
  private final CodeForm code;

  private ContactVerification(
      ExecutionContext step,
      Purpose purpose,
      @Nullable Recipient stored,
      ContactForm contact,
      CodeForm code) {
    this.step = step;
    this.purpose = purpose;
    this.stored = stored;
    this.contact = contact;
    this.code = code;
  }

  /**
   * The verification of a contact that the user enters on the first page.
   *
   * @param optional whether the page offers to skip the step
   */
  public static ContactVerification asking(
      ExecutionContext step, Purpose purpose, Channel channel, boolean optional) {
    ContactForm contact = new ContactForm(step, channel, optional, purpose.id());
    return new ContactVerification(step, purpose, null, contact, new CodeForm(step, true));
  }

  /** The verification of the user's stored contact, which cannot be changed. */
  public static ContactVerification of(ExecutionContext step, Purpose purpose, Recipient stored) {
    return of(step, purpose, stored, List.of());
  }

  /**
   * The verification of one of the user's stored contacts; the others can be selected instead.
   *
   * @param choices the other contacts
   */
  public static ContactVerification of(
      ExecutionContext step, Purpose purpose, Recipient stored, List<CodeForm.Choice> choices) {
    ContactForm contact = new ContactForm(step, stored.channel(), false, purpose.id());
    CodeForm code = new CodeForm(step, false, choices);
    return new ContactVerification(step, purpose, stored, contact, code);
  }

  /**
   * The verification of a number that the user enters to enrol it as a second factor.
   *
   * @param suggestion the number with which the page is prefilled; empty for none
   */
  public static ContactVerification enrolling(ExecutionContext step, String suggestion) {
    suggest(step, suggestion);
    ContactForm contact = new ContactForm(step, Channel.sms, false, Purpose.SECOND_FACTOR.id());
    return new ContactVerification(step, Purpose.VERIFY, null, contact, new CodeForm(step, true));
  }

  /** Prefills the page with a contact, unless one was typed already. */
  public static void suggest(ExecutionContext step, String contact) {
    if (step.note(OfExecution.TYPED).isEmpty()) {
      step.note(OfExecution.TYPED, contact);
    }
  }

  /** Whether another e-mail address than the expected one was submitted. */
  public boolean submitsOther(Recipient expected) {
    return step.posted(contact.field())
        .map(String::strip)
        .filter(typed -> !typed.isEmpty())
        .filter(typed -> !Recipient.ofEmail(typed).equals(expected))
        .isPresent();
  }

  /** Shows the current page. It sends nothing except for the first code to a stored contact. */
  public void show() {
    Optional<Challenge> awaited = awaited();
    if (awaited.isPresent()) {
      code.show(awaited.get());
    } else if (stored != null) {
      begin(stored);
    } else {
      contact.show(typed());
    }
  }

  /** The challenge of this step, unless it is for a former contact of the user. */
  private Optional<Challenge> awaited() {
    return code.awaited()
        .filter(challenge -> stored == null || stored.equals(challenge.recipient()));
  }

  /** Whether the user has skipped the step. */
  public boolean skipped() {
    return step.posted(ContactForm.SKIP).isPresent();
  }

  /** Handles the submitted page. Returns the proof; empty if a page was shown. */
  public Optional<Challenge> submit() {
    if (step.user() != null && !step.user().isEnabled()) {
      step.event().error(Errors.USER_DISABLED);
      showError(Messages.ACCOUNT_DISABLED);
      return Optional.empty();
    }
    if (stored == null && step.posted(contact.field()).isPresent()) {
      step.note(OfExecution.TYPED, step.posted(contact.field()).orElse(""));
      step.note(OfExecution.COUNTRY, contact.postedCountry());
      contact.submitted().ifPresent(this::begin);
      return Optional.empty();
    }
    if (step.posted(CodeForm.CHANGE).isPresent()) {
      code.forget();
    }
    Optional<Challenge> awaited = awaited();
    if (awaited.isEmpty()) {
      return step.posted(CodeForm.CODE).isPresent() ? submitMoved() : showPage();
    }
    if (code.asksForNewCode(awaited.get())) {
      renew(awaited.get());
      return Optional.empty();
    }
    return code.submit(awaited.get());
  }

  private Optional<Challenge> showPage() {
    show();
    return Optional.empty();
  }

  /** Handles a code whose challenge does not have this binding, or not any more. */
  private Optional<Challenge> submitMoved() {
    if (stored != null) {
      return resume(stored);
    }
    Optional<Challenge> open = code.moved().filter(Challenge::isOpen);
    if (open.isPresent()) {
      return resume(open.get().recipient());
    }
    if (code.hasAwaited()) {
      refuse("verificationGone");
      return Optional.empty();
    }
    return showPage();
  }

  /**
   * Handles a code whose challenge was moved to another authentication session of its user, and
   * moves it back. If it is not open any more, the page says so and another code was sent.
   */
  private Optional<Challenge> resume(Recipient recipient) {
    IssueResult result = issue(recipient);
    if (result.outcome() != IssueResult.Outcome.ISSUED) {
      showCodePage(recipient, result);
      return Optional.empty();
    }
    if (code.hasAwaited(result.challenge())) {
      return code.submit(result.challenge());
    }
    code.await(result.challenge());
    code.refuse(result.challenge(), "phoneIdentity.error.codeReplaced");
    return Optional.empty();
  }

  /**
   * Shows the first page again with an error on the field, or an error page for a stored contact.
   */
  public void refuse(String error, Object... parameters) {
    refuseWith("phoneIdentity.error." + error, parameters);
  }

  /** Does the same as {@link #refuse}, with the complete key of the message. */
  public void refuseWith(String message, Object... parameters) {
    code.forget();
    if (stored == null) {
      contact.refuse(typed(), message, parameters);
    } else if (purpose == Purpose.VERIFY) {
      showRefusal(message, parameters);
    } else {
      showError(message, parameters);
    }
  }

  /** Shows a page with an error and the ways out of the step. */
  private void showRefusal(String message, Object... parameters) {
    step.show(
        step.form()
            .get()
            .setError(message, parameters)
            .setStatus(Response.Status.BAD_REQUEST)
            .createForm(REFUSED));
  }

  private void refuseRecipient(Recipient recipient) {
    code.forget();
    if (stored == null) {
      contact.refuseRecipient(typed(), recipient);
    } else {
      refuseWith("phoneIdentity.error.phoneNotAllowed");
    }
  }

  /** Shows the first page again, which says that the contact has an account and offers a login. */
  public void refuseTaken(String message) {
    code.forget();
    contact.refuseTaken(typed(), message);
  }

  private void showError(String message, Object... parameters) {
    step.show(
        step.form()
            .get()
            .setError(message, parameters)
            .createErrorPage(Response.Status.BAD_REQUEST));
  }

  private void renew(Challenge expired) {
    IssueResult result = issue(expired.recipient());
    if (result.outcome() == IssueResult.Outcome.LIMITED) {
      code.limited(expired, result.retryAfter());
    } else {
      code.announceSent(true);
      showCodePage(expired.recipient(), result);
    }
  }

  /** Shows the page for the code with an error on the field, without verifying a code. */
  public void hold(String message) {
    awaited().ifPresentOrElse(challenge -> code.refuse(challenge, message), this::show);
  }

  private void begin(Recipient recipient) {
    showCodePage(recipient, issue(recipient));
  }

  private IssueResult issue(Recipient recipient) {
    String userId = purpose.isPublic() ? null : step.requiredUser().getId();
    return step.issue(purpose, recipient, step.binding(), userId, null);
  }

  private void showCodePage(Recipient recipient, IssueResult result) {
    switch (result.outcome()) {
      case ISSUED -> {
        code.await(result.challenge());
        step.showByGet();
      }
      case LIMITED -> {
        step.event().error(EventErrors.TOO_MANY_REQUESTS);
        refuse("tooManyCodes", RetryAfter.minutesAndHours(result.retryAfter()));
      }
      case NOT_ALLOWED -> refuseRecipient(recipient);
      case GONE -> refuse("verificationGone");
    }
  }

  private String typed() {
    return step.note(OfExecution.TYPED).orElse("");
  }
}

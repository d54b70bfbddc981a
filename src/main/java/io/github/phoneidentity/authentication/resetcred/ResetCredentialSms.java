package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.account.FirstFactor;
import io.github.phoneidentity.account.RequiredProofs;
import io.github.phoneidentity.authentication.AccountVerification;
import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.authentication.CodeTarget;
import io.github.phoneidentity.authentication.DisabledExtension;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.authentication.ProvenUser;
import io.github.phoneidentity.authentication.RequestUser;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.authentication.UserlessStep;
import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Verifies the user of a password reset by a code to the user's proven number and, if the user has
 * a second factor by SMS, by a code to the e-mail address as well. The flow has no user before the
 * proof.
 */
final class ResetCredentialSms implements UserlessStep {

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (DisabledExtension.isSkipped(context)) {
      return;
    }
    StaleLogin.refuse(context);
    if (context.getExecution().isAlternative() && isByLink(context)) {
      if (!RequiredProofs.mayGoOnByLink(context.getRealm(), context.getUser())) {
        refuseLink(context);
        return;
      }
      allowReset(context, Recipient.ofEmail(context.getUser().getEmail()));
      context.attempted();
      return;
    }
    if (isUserRemoved(context)) {
      refuse(context, Errors.USER_NOT_FOUND, "phoneIdentity.error.proofGone");
      return;
    }
    AccountVerification verification = verification(context);
    verification.awaited().ifPresentOrElse(verification::show, () -> begin(context, verification));
  }

  /**
   * Whether the user has already authenticated through the reset e-mail link (an alternative
   * execution).
   */
  static boolean isByLink(AuthenticationFlowContext context) {
    UserModel user = context.getUser();
    return user != null
        && AuthNote.ACTION_TOKEN_USER
            .get(context.getAuthenticationSession())
            .filter(user.getId()::equals)
            .isPresent();
  }

  /** Whether the user who has proven the number was removed before the address was proven. */
  private static boolean isUserRemoved(AuthenticationFlowContext context) {
    return ExecutionContext.of(context)
        .note(OfExecution.PROVEN_NUMBER_OF)
        .filter(id -> context.getSession().users().getUserById(context.getRealm(), id) == null)
        .isPresent();
  }

  private static void begin(AuthenticationFlowContext context, AccountVerification verification) {
    verification.begin().ifPresent(context::forkWithErrorMessage);
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    if (DisabledExtension.isSkipped(context)) {
      return;
    }
    StaleLogin.refuse(context);
    AccountVerification verification = verification(context);
    Optional<Challenge> awaited = verification.awaited();
    if (awaited.isEmpty() || isUserRemoved(context) || !ExecutionContext.of(context).isPost()) {
      authenticate(context);
      return;
    }
    verification.submit(awaited.get()).ifPresent(proof -> proven(context, proof));
  }

  private static void proven(AuthenticationFlowContext context, Challenge proof) {
    ExecutionContext step = ExecutionContext.of(context);
    Optional<UserModel> user = user(context, proof);
    if (user.isEmpty() || !step.spend(proof, user.get().getId())) {
      refuse(context, Errors.INVALID_CODE, "phoneIdentity.error.proofGone");
      return;
    }
    FirstFactor.passed(context.getAuthenticationSession());
    switch (proof.recipient().channel()) {
      case sms -> provenBySms(context, user.get(), proof);
      case email -> succeed(context, user.get(), proof.recipient());
    }
  }

  private static void provenBySms(
      AuthenticationFlowContext context, UserModel user, Challenge proof) {
    switch (RequiredProofs.inFlow(user, Set.of(Channel.sms))) {
      case COMPLETE -> succeed(context, user, proof.recipient());
      case EMAIL_AS_WELL -> {
        ExecutionContext.of(context).note(OfExecution.PROVEN_NUMBER_OF, user.getId());
        begin(context, verification(context));
      }
      case ADMINISTRATOR, NOT_ALLOWED -> {
        context.getEvent().user(user).detail(Details.REASON, "second_factor");
        refuse(context, Errors.INVALID_EMAIL, "phoneIdentity.error.resetNeedsAdministrator");
      }
    }
  }

  /** The user of the proof, if it is enabled and still has the contact; empty otherwise. */
  private static Optional<UserModel> user(AuthenticationFlowContext context, Challenge proof) {
    Optional<String> numberOf = ExecutionContext.of(context).note(OfExecution.PROVEN_NUMBER_OF);
    boolean same =
        (context.getUser() == null || context.getUser().getId().equals(proof.userId()))
            && numberOf.filter(id -> !id.equals(proof.userId())).isEmpty();
    return same
        ? Optional.ofNullable(
                context.getSession().users().getUserById(context.getRealm(), proof.userId()))
            .filter(UserModel::isEnabled)
            .filter(user -> recipient(context, user).equals(proof.recipient()))
        : Optional.empty();
  }

  private static Recipient recipient(AuthenticationFlowContext context, UserModel user) {
    return target(context, user).recipient();
  }

  private static void succeed(AuthenticationFlowContext context, UserModel user, Recipient proof) {
    AttemptedUsername.proven(context.getAuthenticationSession(), typed(context), user);
    allowReset(context, proof);
    RequestUser.checked(context, user);
    context.getEvent().user(user);
    context.success();
  }

  private static void allowReset(AuthenticationFlowContext context, Recipient proof) {
    ProvenUser.keep(context.getAuthenticationSession());
    PasswordResetNotice.announce(context.getAuthenticationSession(), proof);
  }

  /**
   * Fails a reset by an unverified e-mail address, which may be a mistyped one of another person.
   */
  static void refuseLink(AuthenticationFlowContext context) {
    refuse(context, Errors.INVALID_EMAIL, "phoneIdentity.error.resetAddressUnverified");
  }

  static void refuse(AuthenticationFlowContext context, String error, String message) {
    context.getEvent().error(error);
    context.challenge(
        context.form().setError(message).createErrorPage(Response.Status.BAD_REQUEST));
  }

  private static AccountVerification verification(AuthenticationFlowContext context) {
    boolean isEmailStep =
        ExecutionContext.of(context).note(OfExecution.PROVEN_NUMBER_OF).isPresent();
    String typed = typed(context);
    String mask = MaskedIdentifier.of(context.getRealm(), typed);
    return new AccountVerification(
        ExecutionContext.of(context),
        Purpose.PASSWORD_RESET,
        isEmailStep || mask.equals(typed) ? "" : mask,
        false,
        () -> target(context, context.getUser()));
  }

  /** Where a code is sent; the user is null if the flow has none yet. */
  private static CodeTarget target(AuthenticationFlowContext context, UserModel known) {
    KeycloakSession session = context.getSession();
    RealmModel realm = context.getRealm();
    Optional<String> numberOf = ExecutionContext.of(context).note(OfExecution.PROVEN_NUMBER_OF);
    if (numberOf.isPresent()) {
      return CodeTarget.email(session.users().getUserById(realm, numberOf.get()));
    }
    return CodeTarget.number(session, realm, known, typed(context));
  }

  private static String typed(AuthenticationFlowContext context) {
    return ChosenIdentifier.of(context.getAuthenticationSession())
        .or(() -> Optional.ofNullable(context.getUser()).map(UserModel::getUsername))
        .orElse("");
  }
}

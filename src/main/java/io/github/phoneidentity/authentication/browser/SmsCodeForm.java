package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.account.FirstFactor;
import io.github.phoneidentity.authentication.AccountVerification;
import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.authentication.CodeTarget;
import io.github.phoneidentity.authentication.DisabledExtension;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.authentication.LoginHint;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.authentication.ProvenUser;
import io.github.phoneidentity.authentication.RequestUser;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.authentication.UserlessStep;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.validation.Validation;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Login by an identifier and a code that is sent to the user's proven number, without a password.
 * The flow has no user before the proof, so that the existence of the account is not disclosed.
 */
final class SmsCodeForm implements UserlessStep {

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (DisabledExtension.isSkipped(context)) {
      return;
    }
    StaleLogin.refuse(context);
    AttemptedUsername.showOwner(context.getAuthenticationSession());
    AccountVerification verification = verification(context);
    Optional<Challenge> awaited = verification.awaited();
    if (awaited.isPresent()) {
      verification.show(awaited.get());
    } else if (context.getUser() != null) {
      begin(context, verification);
    } else {
      named(context)
          .ifPresentOrElse(
              typed -> send(context, verification, typed), () -> showUsernamePage(context, null));
    }
  }

  /**
   * The identifier from the page of Keycloak's organizations, after which no page has a field for
   * it.
   */
  private static Optional<String> named(AuthenticationFlowContext context) {
    return AttemptedUsername.named(context.getAuthenticationSession());
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    if (DisabledExtension.isSkipped(context)) {
      return;
    }
    ExecutionContext step = ExecutionContext.of(context);
    if (!step.isPost()) {
      authenticate(context);
      return;
    }
    StaleLogin.refuse(context);
    Optional<String> typed = step.posted(Validation.FIELD_USERNAME);
    if (context.getUser() == null && typed.isPresent()) {
      identify(context, typed.get().strip());
      return;
    }
    AccountVerification verification = verification(context);
    Optional<Challenge> awaited = verification.awaited();
    if (verification.wantsChange()) {
      verification.forget();
      authenticate(context);
    } else if (awaited.isEmpty()) {
      authenticate(context);
    } else {
      verification.submit(awaited.get()).ifPresent(proof -> proven(context, proof));
    }
  }

  private static void identify(AuthenticationFlowContext context, String typed) {
    if (typed.isEmpty()) {
      context.getEvent().error(Errors.USERNAME_MISSING);
      showUsernamePage(
          context, new FormMessage(Validation.FIELD_USERNAME, Messages.MISSING_USERNAME));
      return;
    }
    AuthenticatorUtils.processRememberMe(
        context, context.getHttpRequest().getDecodedFormParameters());
    AttemptedUsername.typed(context.getAuthenticationSession(), typed);
    AccountVerification verification = verification(context);
    verification.forget(); // the code for another identifier must not be accepted for this one
    send(context, verification, typed);
  }

  private static void send(
      AuthenticationFlowContext context, AccountVerification verification, String typed) {
    ExecutionContext.of(context).note(OfExecution.TYPED, typed);
    begin(context, verification);
  }

  private static void begin(AuthenticationFlowContext context, AccountVerification verification) {
    verification.begin().ifPresent(refusal -> showUsernamePage(context, refusal));
  }

  private static void proven(AuthenticationFlowContext context, Challenge proof) {
    UserModel user = context.getSession().users().getUserById(context.getRealm(), proof.userId());
    boolean same =
        user != null
            && (context.getUser() == null || context.getUser().getId().equals(user.getId()))
            && target(context, user).recipient().equals(proof.recipient());
    if (!same || !ExecutionContext.of(context).spend(proof, user.getId())) {
      context.getEvent().error(Errors.INVALID_CODE);
      showUsernamePage(
          context, new FormMessage(Validation.FIELD_USERNAME, "phoneIdentity.error.proofGone"));
      return;
    }
    context.getEvent().user(user);
    String locked = AuthenticatorUtils.getDisabledByBruteForceEventError(context, user);
    if (locked != null || !user.isEnabled()) {
      context.getEvent().error(locked == null ? Errors.USER_DISABLED : locked);
      showUsernamePage(context, new FormMessage(Validation.FIELD_USERNAME, Messages.INVALID_USER));
      return;
    }
    ProvenUser.keep(context.getAuthenticationSession());
    FirstFactor.passed(context.getAuthenticationSession());
    BruteForceReports.passed(context.getAuthenticationSession(), Purpose.LOGIN);
    if (context.getUser() == null) {
      AttemptedUsername.proven(context.getAuthenticationSession(), typed(context), user);
    }
    RequestUser.checked(context, user);
    context.success();
  }

  private static AccountVerification verification(AuthenticationFlowContext context) {
    String attempted = AttemptedUsername.of(context.getAuthenticationSession());
    if (!attempted.isEmpty()) {
      context
          .getEvent()
          .detail(Details.USERNAME, AttemptedUsername.forEvent(context.getAuthenticationSession()));
    }
    return new AccountVerification(
        ExecutionContext.of(context),
        Purpose.LOGIN,
        MaskedIdentifier.isMasked(attempted) ? attempted : "",
        needsUsername(context),
        () -> target(context, context.getUser()));
  }

  /** Where a code is sent; the user is null if the flow has none yet. */
  private static CodeTarget target(AuthenticationFlowContext context, UserModel known) {
    return CodeTarget.number(context.getSession(), context.getRealm(), known, typed(context));
  }

  private static String typed(AuthenticationFlowContext context) {
    return ExecutionContext.of(context)
        .note(OfExecution.TYPED)
        .or(() -> named(context))
        .or(() -> Optional.ofNullable(context.getUser()).map(UserModel::getUsername))
        .orElse("");
  }

  /** Shows Keycloak's page for the username. */
  private static void showUsernamePage(
      AuthenticationFlowContext context, @Nullable FormMessage error) {
    LoginFormsProvider page = context.form();
    if (error == null) {
      page.setFormData(known(context));
    } else {
      page.addError(error);
    }
    context.challenge(needsUsername(context) ? page.createLoginUsername() : refused(page));
  }

  private static boolean needsUsername(AuthenticationFlowContext context) {
    return context.getUser() == null && named(context).isEmpty();
  }

  private static Response refused(LoginFormsProvider page) {
    return page.createErrorPage(Response.Status.BAD_REQUEST);
  }

  /** The form prefilled with the client's login hint or the remembered username. */
  private static MultivaluedMap<String, String> known(AuthenticationFlowContext context) {
    MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
    AuthenticationSessionModel authSession = context.getAuthenticationSession();
    String hint =
        LoginHint.of(authSession)
            .take()
            .orElseGet(() -> authSession.getClientNote(OIDCLoginProtocol.LOGIN_HINT_PARAM));
    String remembered = AuthenticationManager.getRememberMeUsername(context.getSession());
    if (hint != null) {
      form.add(Validation.FIELD_USERNAME, hint);
    } else if (remembered != null) {
      form.add(Validation.FIELD_USERNAME, remembered);
      form.add("rememberMe", "on");
    }
    MaskedIdentifier.removeFrom(form);
    return form;
  }
}

package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.account.BruteForceReports;
import io.github.phoneidentity.account.PhoneAssignment;
import io.github.phoneidentity.account.SmsOtpFactor;
import io.github.phoneidentity.authentication.CodeForm;
import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.DisabledExtension;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.authentication.RequestUser;
import io.github.phoneidentity.authentication.SmsOtpStep;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;

/** The second factor by SMS: a code that is sent to a number which the user has enrolled. */
final class SmsOtpForm implements SmsOtpStep {

  private static final String NONE = SmsOtpCredentialModel.TYPE + ":none";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (DisabledExtension.isSkipped(context)) {
      return;
    }
    StaleLogin.refuseWithUser(context);
    ExecutionContext step = ExecutionContext.of(context);
    List<SmsOtpFactor> factors =
        SmsOtpFactor.of(context.getSession(), context.getRealm(), context.getUser());
    if (factors.isEmpty()) {
      refuse(context, "phoneIdentity.error.smsOtpDisabled");
      return;
    }
    verification(step, factors).show();
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    if (DisabledExtension.isSkipped(context)) {
      return;
    }
    StaleLogin.refuseWithUser(context);
    ExecutionContext step = ExecutionContext.of(context);
    UserModel user = step.requiredUser();
    List<SmsOtpFactor> factors = SmsOtpFactor.of(context.getSession(), context.getRealm(), user);
    if (!step.isPost() || factors.isEmpty()) {
      authenticate(context);
      return;
    }
    Optional<String> chosen = step.posted(CodeForm.CHOICE);
    if (chosen.isPresent()) {
      step.note(OfExecution.CREDENTIAL, chosen.get());
      verification(step, factors).show();
      return;
    }
    Optional<String> locked = lock(context);
    if (locked.isPresent()) {
      verification(step, factors).hold(locked.get());
      return;
    }
    verification(step, factors)
        .submit()
        .ifPresent(proof -> finish(context, step, chosen(step, factors), proof));
  }

  private static void finish(
      AuthenticationFlowContext context,
      ExecutionContext step,
      SmsOtpFactor factor,
      Challenge proof) {
    UserModel user = step.requiredUser();
    context.getEvent().detail(Details.SELECTED_CREDENTIAL_ID, factor.credential().getId());
    if (factor.accept(context.getSession(), user, step.binding(), proof)
        == PhoneAssignment.ASSIGNED) {
      BruteForceReports.passed(context.getAuthenticationSession(), Purpose.SECOND_FACTOR);
      RequestUser.checked(context, user);
      context.success(SmsOtpCredentialModel.TYPE);
    } else {
      context.getEvent().error(Errors.INVALID_CODE);
      refuse(context, "phoneIdentity.error.proofGone");
    }
  }

  private static ContactVerification verification(
      ExecutionContext step, List<SmsOtpFactor> factors) {
    SmsOtpFactor chosen = chosen(step, factors);
    List<CodeForm.Choice> others =
        factors.stream().filter(factor -> !factor.equals(chosen)).map(SmsOtpForm::choice).toList();
    return ContactVerification.of(step, Purpose.SECOND_FACTOR, chosen.recipient(), others);
  }

  private static CodeForm.Choice choice(SmsOtpFactor factor) {
    return new CodeForm.Choice(factor.credential().getId(), factor.recipient().masked());
  }

  private static SmsOtpFactor chosen(ExecutionContext step, List<SmsOtpFactor> factors) {
    return factors.stream()
        .filter(
            factor ->
                step.note(OfExecution.CREDENTIAL).equals(Optional.of(factor.credential().getId())))
        .findFirst()
        .orElse(factors.get(0));
  }

  /** Keycloak's message for a disabled user; empty if the user may log in. */
  private static Optional<String> lock(AuthenticationFlowContext context) {
    UserModel user = context.getUser();
    String error =
        user.isEnabled()
            ? AuthenticatorUtils.getDisabledByBruteForceEventError(context, user)
            : Errors.USER_DISABLED;
    if (error == null) {
      return Optional.empty();
    }
    context.getEvent().user(user).error(error);
    return Optional.of(
        error.equals(Errors.USER_TEMPORARILY_DISABLED)
            ? Messages.ACCOUNT_TEMPORARILY_DISABLED_TOTP
            : Messages.ACCOUNT_PERMANENTLY_DISABLED_TOTP);
  }

  private static void refuse(AuthenticationFlowContext context, String message) {
    context.challenge(
        context.form().setError(message).createErrorPage(Response.Status.BAD_REQUEST));
  }

  /** Keycloak offers this execution to users with a credential of this type. */
  @Override
  public String getType(KeycloakSession session) {
    boolean counts = !SmsOtpFactor.isAfterSms(session, session.getContext().getRealm());
    return counts ? SmsOtpCredentialModel.TYPE : NONE;
  }

  @Override
  public List<RequiredActionFactory> getRequiredActions(KeycloakSession session) {
    return List.of(
        (RequiredActionFactory)
            session
                .getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, ProviderIds.CONFIGURE_SMS_OTP));
  }

  /** After a login by SMS, enrolling another number does not satisfy the second factor. */
  @Override
  public boolean areRequiredActionsEnabled(KeycloakSession session, RealmModel realm) {
    return !SmsOtpFactor.isAfterSms(session, realm)
        && SmsOtpStep.super.areRequiredActionsEnabled(session, realm);
  }

  @Override
  public void close() {}
}

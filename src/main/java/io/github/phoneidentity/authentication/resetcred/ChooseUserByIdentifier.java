package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.account.RequiredProofs;
import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.ResetFlow;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialChooseUser;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.validation.Validation;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * {@code reset-choose-user-by-identifier}: asks whose password was forgotten, by username, e-mail,
 * phone or nickname, and never tells whether there is such a user.
 *
 * <p>Where a proof by SMS is required next, the flow does not even know the user before that proof,
 * so that nothing in it can depend on them. Other steps, like Keycloak's link by e-mail, get the
 * user as from Keycloak's own form.
 */
public final class ChooseUserByIdentifier extends ResetCredentialChooseUser {

  private static final Logger LOG = Logger.getLogger(ChooseUserByIdentifier.class);
  private static final String ID = ProviderIds.RESET_CHOOSE_USER;

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (!isProven(context)) {
      refuse(context);
      return;
    }
    if (ResetCredentialSms.isByLink(context)
        && !RequiredProofs.mayGoOnByLink(context.getRealm(), context.getUser())) {
      ResetCredentialSms.refuseLink(context);
      return;
    }
    AuthenticationSessionModel authSession = context.getAuthenticationSession();
    AttemptedUsername.showOwner(authSession);
    AttemptedUsername.forForm(authSession);
    super.authenticate(context);
    // Keycloak's page notes the app's login_hint as attempted, and nobody has attempted anything.
    AttemptedUsername.forget(authSession, context.getUser());
  }

  /** Whether the flow proves the user later; otherwise this step would hand the account over. */
  private static boolean isProven(AuthenticationFlowContext context) {
    return ResetFlow.provesAfter(
        context.getRealm(), context.getTopLevelFlow(), context.getExecution().getId());
  }

  private static void refuse(AuthenticationFlowContext context) {
    LOG.errorf(
        "Flow '%s' of realm '%s' proves nothing after '%s', so that it would give every account to"
            + " everybody: nobody can reset a password. Enable '%s', or another required execution"
            + " that proves who the user is, after it.",
        context.getTopLevelFlow().getAlias(),
        context.getRealm().getName(),
        ID,
        ProviderIds.RESET_CREDENTIAL_SMS);
    ResetCredentialSms.refuse(
        context, Errors.INVALID_REQUEST, "phoneIdentity.error.resetProvesNothing");
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    if (!isProven(context)) {
      refuse(context);
      return;
    }
    String posted =
        context.getHttpRequest().getDecodedFormParameters().getFirst(Validation.FIELD_USERNAME);
    String typed = posted == null ? "" : posted.strip();
    if (typed.isEmpty()) {
      askAgain(context);
      return;
    }
    if (context.getUser() == null) {
      AuthenticationSessionModel authSession = context.getAuthenticationSession();
      AttemptedUsername.typed(authSession, typed);
      AttemptedUsername.hideOwner(authSession);
      ChosenIdentifier.keep(authSession, typed);
      // A step by SMS that is merely attempted, in a realm that takes no part, chooses nobody.
      if (!isProofNext(context) || !RealmPolicy.participates(context.getRealm())) {
        choose(context, typed);
      }
    }
    // Otherwise the user is one who links an identity, and the form only confirms it.
    context.success();
  }

  /** An empty form counts for nobody: Keycloak counts a failure for the name that was noted. */
  private static void askAgain(AuthenticationFlowContext context) {
    context.getEvent().error(Errors.USERNAME_MISSING);
    context.challenge(
        context
            .form()
            .addError(new FormMessage(Validation.FIELD_USERNAME, Messages.MISSING_USERNAME))
            .createPasswordReset());
    AttemptedUsername.forget(context.getAuthenticationSession(), context.getUser());
  }

  private static boolean isProofNext(AuthenticationFlowContext context) {
    List<AuthenticationExecutionModel> flow =
        context
            .getRealm()
            .getAuthenticationExecutionsStream(context.getExecution().getParentFlow())
            .filter(AuthenticationExecutionModel::isEnabled)
            .toList();
    return flow.stream()
        .dropWhile(execution -> !execution.getId().equals(context.getExecution().getId()))
        .skip(1)
        .findFirst()
        .filter(
            next ->
                next.isRequired() && ResetCredentialSmsFactory.ID.equals(next.getAuthenticator()))
        .isPresent();
  }

  /** As Keycloak does: who cannot be chosen is left out in silence, and the flow goes on. */
  private static void choose(AuthenticationFlowContext context, String typed) {
    UserModel user =
        new IdentifierLookup(context.getSession()).find(context.getRealm(), typed).orElse(null);
    var event =
        context
            .getEvent()
            .clone()
            .detail(Details.USERNAME, MaskedIdentifier.of(context.getRealm(), typed));
    if (user == null) {
      event.error(Errors.USER_NOT_FOUND);
    } else if (!user.isEnabled()) {
      event.user(user).error(Errors.USER_DISABLED);
    } else {
      context.getAuthenticationSession().setAuthNote(RESET_CREDENTIAL_USER_CHOSEN, "true");
      context.setUser(user);
    }
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Choose User by Identifier";
  }

  @Override
  public String getHelpText() {
    return "Asks for a username, e-mail, phone or nickname, whose credentials are to be reset. It"
        + " refuses to go on unless a required execution after it proves who the user is,"
        + " such as 'Send Reset SMS' or 'Send Reset Email': executions that set a password"
        + " or a second factor, and conditional subflows, prove nothing. An execution of a"
        + " third party counts as a proof.";
  }
}

package io.github.phoneidentity.authentication.resetcred;

import io.github.phoneidentity.account.RequiredProofs;
import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.policy.AuthNote;
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
 * {@code reset-choose-user-by-identifier}: chooses the user of a password reset by username,
 * e-mail, phone or nickname, without disclosing whether the user exists.
 *
 * <p>If a proof by SMS is required next, the flow has no user before that proof, so that nothing in
 * it can depend on the user. For other executions, such as Keycloak's link by e-mail, the user is
 * set as by Keycloak's own form.
 */
public final class ChooseUserByIdentifier extends ResetCredentialChooseUser {

  private static final Logger LOG = Logger.getLogger(ChooseUserByIdentifier.class);

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
    // Keycloak's page records the client's login_hint as the attempted username, although no user
    // has attempted a login.
    AttemptedUsername.forget(authSession, context.getUser());
  }

  /**
   * Whether the flow verifies the user later; otherwise it would give any account to any client.
   */
  private static boolean isProven(AuthenticationFlowContext context) {
    return ResetFlow.provesAfter(
        context.getRealm(), context.getTopLevelFlow(), context.getExecution().getId());
  }

  private static void refuse(AuthenticationFlowContext context) {
    LOG.errorf(
        "Flow '%s' of realm '%s' proves nothing after '%s', so that any client could take over"
            + " any account: password resets fail. Enable '%s', or another required execution"
            + " that verifies the user, after it.",
        context.getTopLevelFlow().getAlias(),
        context.getRealm().getName(),
        ProviderIds.RESET_CHOOSE_USER,
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
      showFormAgain(context);
      return;
    }
    if (context.getUser() == null) {
      AuthenticationSessionModel authSession = context.getAuthenticationSession();
      AttemptedUsername.typed(authSession, typed);
      AttemptedUsername.hideOwner(authSession);
      ChosenIdentifier.keep(authSession, typed);
      // If the extension is disabled, the execution by SMS is only attempted and sets no user.
      if (!isProofNext(context) || !RealmPolicy.participates(context.getRealm())) {
        choose(context, typed);
      }
    }
    // If there is a user already it links an identity, and the form only confirms that.
    context.success();
  }

  /**
   * Shows the form again. Keycloak counts the failure for the attempted username, so that is
   * removed.
   */
  private static void showFormAgain(AuthenticationFlowContext context) {
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
                next.isRequired()
                    && ProviderIds.RESET_CREDENTIAL_SMS.equals(next.getAuthenticator()))
        .isPresent();
  }

  /**
   * Sets the user. As in Keycloak, the flow continues without disclosing that there is no such
   * user.
   */
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
      AuthNote.RESET_USER_CHOSEN.set(context.getAuthenticationSession());
      context.setUser(user);
    }
  }

  @Override
  public String getId() {
    return ProviderIds.RESET_CHOOSE_USER;
  }

  @Override
  public String getDisplayType() {
    return "Choose User by Identifier";
  }

  @Override
  public String getHelpText() {
    return "Asks for a username, e-mail, phone or nickname, whose credentials are to be reset. The"
        + " flow fails unless a required execution after it verifies the user, such as 'Send Reset"
        + " SMS' or 'Send Reset Email': executions that set a password or a second factor, and"
        + " conditional subflows, verify nothing. An execution of a third party counts as a proof.";
  }
}

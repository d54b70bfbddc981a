package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.authentication.AttemptedUsername;
import io.github.phoneidentity.authentication.LoginHint;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.UsernamePasswordForm;
import org.keycloak.authentication.authenticators.util.AuthenticatorUtils;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.validation.Validation;

/** Keycloak's username form, for a username, e-mail, phone or nickname. */
final class IdentifierForm extends UsernamePasswordForm {

  IdentifierForm(KeycloakSession session) {
    super(session);
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    AttemptedUsername.showOwner(context.getAuthenticationSession());
    if (context.getUser() != null) {
      // A user who authenticates again is known already.
      context.success();
      return;
    }
    if (isNamed(context)) {
      if (validateForm(context, new MultivaluedHashMap<>())) {
        context.success();
      }
      return;
    }
    super.authenticate(context);
  }

  /**
   * Whether the name was typed on the page of Keycloak's organizations, so that it is not requested
   * twice.
   */
  private static boolean isNamed(AuthenticationFlowContext context) {
    return AttemptedUsername.named(context.getAuthenticationSession()).isPresent();
  }

  @Override
  protected boolean validateForm(
      AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
    AttemptedIdentifier attempted = AttemptedIdentifier.read(context, form);
    AttemptedUsername.showField(context.getAuthenticationSession());
    UserModel user = attempted.user();
    if (user == null) {
      testInvalidUser(context, null);
      return false;
    }
    if (!enabledUser(context, user)) {
      // The same work as for an unknown identifier.
      AuthenticatorUtils.dummyHash(context);
      return false;
    }
    attempted.identified(context, user, form);
    return true;
  }

  /** One message for every reason: no password has proven yet that the account is the caller's. */
  @Override
  protected Response challenge(AuthenticationFlowContext context, String error, String field) {
    return super.challenge(context, getDefaultChallengeMessage(context), Validation.FIELD_USERNAME);
  }

  @Override
  protected Response challenge(
      AuthenticationFlowContext context, MultivaluedMap<String, String> form) {
    LoginFormsProvider page = context.form();
    LoginHint.of(context.getAuthenticationSession())
        .take()
        .ifPresent(contact -> form.putSingle(Validation.FIELD_USERNAME, contact));
    MaskedIdentifier.removeFrom(form);
    if (!form.isEmpty()) {
      page.setFormData(form);
    }
    return page.createLoginUsername();
  }

  @Override
  protected Response createLoginForm(LoginFormsProvider page) {
    return page.createLoginUsername();
  }
}

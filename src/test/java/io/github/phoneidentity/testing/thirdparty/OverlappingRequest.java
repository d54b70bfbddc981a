package io.github.phoneidentity.testing.thirdparty;

import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * An execution that does what another request of the same browser can do at this moment: with the
 * parameter {@code restart} it restarts the authentication session and names the user whose
 * username it is; with {@code replace} the restart came right before the execution before this one
 * succeeded, and the request ends with a page.
 */
public final class OverlappingRequest implements Authenticator, AuthenticatorFactory {

  public static final String ID = "third-party-overlapping-request";

  private static final String PARAMETER = "client_request_param_";

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    AuthenticationSessionModel authSession = context.getAuthenticationSession();
    UserModel restart = named(context, "restart");
    UserModel replace = named(context, "replace");
    if (restart != null) {
      AuthenticationProcessor.resetFlow(authSession, LoginActionsService.AUTHENTICATE_PATH);
      authSession.setAuthenticatedUser(restart);
    }
    if (replace != null) {
      authSession.setAuthenticatedUser(replace);
      context.challenge(
          Response.ok("<form method=post action='" + page(context) + "'></form>", "text/html")
              .build());
    } else {
      context.success();
    }
  }

  private static UserModel named(AuthenticationFlowContext context, String parameter) {
    String username = context.getAuthenticationSession().getClientNote(PARAMETER + parameter);
    return username == null
        ? null
        : context.getSession().users().getUserByUsername(context.getRealm(), username);
  }

  private static String page(AuthenticationFlowContext context) {
    return context.getActionUrl(context.generateAccessCode()).toString().replace("&", "&amp;");
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    context.success();
  }

  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

  @Override
  public Authenticator create(KeycloakSession session) {
    return this;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Overlapping Request";
  }

  @Override
  public String getHelpText() {
    return "Does what another request of the same browser can do.";
  }

  @Override
  public String getReferenceCategory() {
    return null;
  }

  @Override
  public boolean isConfigurable() {
    return false;
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED};
  }

  @Override
  public boolean isUserSetupAllowed() {
    return false;
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}

package io.github.phoneidentity.rest;

import io.github.phoneidentity.identity.StorableText;
import io.github.phoneidentity.limit.ClientAddress;
import io.github.phoneidentity.verification.Binding;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.common.util.UriUtils;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.ResourceOwnerPasswordCredentialsContext;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;
import org.keycloak.util.BasicAuthHelper;

/**
 * The client that calls: a public one by {@code client_id}, a confidential one by its secret. It
 * must be one that could use the password grant, which is what lets an app handle passwords itself.
 * Or the registration page of whatever client, by the cookie of its authentication session.
 */
final class ApiClient {

  private final KeycloakSession session;
  private final ClientModel client;
  private final boolean isRegistrationPage;

  private ApiClient(KeycloakSession session, ClientModel client, boolean isRegistrationPage) {
    this.session = session;
    this.client = client;
    this.isRegistrationPage = isRegistrationPage;
  }

  /**
   * The registration page that asks: a page of the server's own origin, in a live authentication
   * session that is in the registration flow.
   *
   * @return empty if no such page asks
   */
  static Optional<ApiClient> registrationPage(KeycloakSession session) {
    String tab = session.getContext().getUri().getQueryParameters().getFirst(Constants.TAB_ID);
    if (tab == null || !isFromOwnOrigin(session)) {
      return Optional.empty();
    }
    RealmModel realm = session.getContext().getRealm();
    RootAuthenticationSessionModel root =
        new AuthenticationSessionManager(session).getCurrentRootAuthenticationSession(realm);
    return Stream.ofNullable(root)
        .flatMap(found -> found.getAuthenticationSessions().values().stream())
        .filter(found -> tab.equals(found.getTabId()))
        .filter(ApiClient::isInRegistrationFlow)
        .map(found -> new ApiClient(session, found.getClient(), true))
        .findFirst();
  }

  private static boolean isInRegistrationFlow(AuthenticationSessionModel found) {
    return LoginActionsService.REGISTRATION_PATH.equals(
            found.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))
        && found.getClient() != null // it may have been deleted meanwhile
        && found.getClient().isEnabled();
  }

  /** Browsers send the cookie from pages of other sites too. */
  private static boolean isFromOwnOrigin(KeycloakSession session) {
    HttpHeaders headers = session.getContext().getRequestHeaders();
    String origin = headers.getHeaderString("Origin");
    return origin == null
        ? "same-origin".equals(headers.getHeaderString("Sec-Fetch-Site"))
        : origin.equals(UriUtils.getOrigin(session.getContext().getUri().getBaseUri()));
  }

  /**
   * Authenticates the client by the realm's client authentication flow.
   *
   * @throws Problem {@code invalid_client}
   */
  static ClientModel authenticate(KeycloakSession session) {
    String clientId = claimedId(session);
    if (clientId == null || !StorableText.isStorable(clientId)) {
      throw refusal();
    }
    // Where Keycloak's client authenticators look for an id that is neither in a form nor in Basic.
    session.setAttribute(OIDCLoginProtocol.CLIENT_ID_PARAM, clientId);
    RealmModel realm = session.getContext().getRealm();
    EventBuilder event =
        new EventBuilder(realm, session, session.getContext().getConnection())
            .event(EventType.CLIENT_LOGIN)
            .client(clientId);
    try {
      return AuthorizeClientUtil.authorizeClient(session, event, null).getClient();
    } catch (WebApplicationException refused) {
      throw refusal();
    }
  }

  /** What the request says who it comes from; null if it does not, or says two things. */
  private static String claimedId(KeycloakSession session) {
    String query = session.getContext().getUri().getQueryParameters().getFirst("client_id");
    String header = session.getContext().getRequestHeaders().getHeaderString("Authorization");
    String basic = basicId(header);
    if (query != null && basic != null && !query.equals(basic)) {
      return null;
    }
    return basic == null ? query : basic;
  }

  private static String basicId(String header) {
    try {
      String[] credentials = header == null ? null : BasicAuthHelper.RFC6749.parseHeader(header);
      return credentials == null ? null : credentials[0];
    } catch (IllegalArgumentException malformed) {
      throw refusal();
    }
  }

  /**
   * The caller that an authenticated client is.
   *
   * @throws Problem {@code invalid_client} if it may not be one
   */
  static ApiClient of(KeycloakSession session, ClientModel client) {
    if (!client.isDirectAccessGrantsEnabled()
        || client.isBearerOnly()
        || client.isConsentRequired()
        || isKeycloaks(client)) {
      throw refusal();
    }
    requirePolicies(session);
    return new ApiClient(session, client, false);
  }

  /** What the realm's client policies say of the password grant holds for its like here. */
  private static void requirePolicies(KeycloakSession session) {
    try {
      session
          .clientPolicy()
          .triggerOnEvent(
              new ResourceOwnerPasswordCredentialsContext(session, new MultivaluedHashMap<>()));
    } catch (ClientPolicyException forbidden) {
      throw refusal();
    }
  }

  private static boolean isKeycloaks(ClientModel client) {
    RealmModel realm = client.getRealm();
    boolean administersRealm =
        realm.getName().equals(org.keycloak.Config.getAdminRealm())
            && client.getClientId().endsWith("-realm");
    return administersRealm || Constants.defaultClients.contains(client.getClientId());
  }

  /** Whether the realm's registration page asks, which may know less than a client. */
  boolean isRegistrationPage() {
    return isRegistrationPage;
  }

  static Problem refusal() {
    return Problem.of(ErrorCode.INVALID_CLIENT, "api.invalidClient");
  }

  /** Whose challenges and proofs are used. */
  Binding binding() {
    return Binding.to(client);
  }

  /**
   * Whose limit per address is spent: a server speaks for all of its users, so it has none for
   * texts.
   */
  String origin() {
    return client.isPublicClient() || isRegistrationPage
        ? ClientAddress.subject(session.getContext().getConnection().getRemoteHost())
        : ClientAddress.ofClient(client.getId());
  }

  /** A login event of this caller. */
  EventBuilder event(EventType type) {
    return new EventBuilder(client.getRealm(), session, session.getContext().getConnection())
        .event(type)
        .client(client);
  }
}

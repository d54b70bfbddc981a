package io.github.phoneidentity.rest;

import io.github.phoneidentity.identity.StorableText;
import io.github.phoneidentity.limit.ClientAddress;
import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.TextOrigin;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
 * The client of a request: a public one identified by {@code client_id}, or a confidential one
 * authenticated by its secret. It must be allowed to use the password grant, which lets an app
 * handle passwords itself. It may also be the registration page of any client, identified by the
 * cookie of its authentication session.
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
   * The registration page that sends the request: a page of the server's own origin, whose
   * authentication session is in the registration flow.
   *
   * @return empty if the request does not come from such a page
   */
  static Optional<ApiClient> registrationPage(KeycloakSession session) {
    String tabId = session.getContext().getUri().getQueryParameters().getFirst(Constants.TAB_ID);
    if (tabId == null || !isFromOwnOrigin(session)) {
      return Optional.empty();
    }
    RealmModel realm = session.getContext().getRealm();
    RootAuthenticationSessionModel root =
        new AuthenticationSessionManager(session).getCurrentRootAuthenticationSession(realm);
    return Stream.ofNullable(root)
        .flatMap(found -> found.getAuthenticationSessions().values().stream())
        .filter(found -> tabId.equals(found.getTabId()))
        .filter(ApiClient::isInRegistrationFlow)
        .map(found -> new ApiClient(session, found.getClient(), true))
        .findFirst();
  }

  private static boolean isInRegistrationFlow(AuthenticationSessionModel found) {
    return AuthNote.CURRENT_FLOW_PATH
            .get(found)
            .filter(LoginActionsService.REGISTRATION_PATH::equals)
            .isPresent()
        && found.getClient() != null // the client may have been deleted meanwhile
        && found.getClient().isEnabled();
  }

  /** The origin must be checked because browsers also send the cookie for pages of other sites. */
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
    String clientId = requestedId(session);
    if (clientId == null || !StorableText.isStorable(clientId)) {
      throw invalidClient();
    }
    // Keycloak's client authenticators read an id that is neither in a form nor in Basic from here.
    session.setAttribute(OIDCLoginProtocol.CLIENT_ID_PARAM, clientId);
    RealmModel realm = session.getContext().getRealm();
    EventBuilder event =
        new EventBuilder(realm, session, session.getContext().getConnection())
            .event(EventType.CLIENT_LOGIN)
            .client(clientId);
    try {
      return AuthorizeClientUtil.authorizeClient(session, event, null).getClient();
    } catch (WebApplicationException refused) {
      throw invalidClient();
    }
  }

  /** The client id of the request; null if there is none, or if there are two different ones. */
  private static @Nullable String requestedId(KeycloakSession session) {
    String query = session.getContext().getUri().getQueryParameters().getFirst("client_id");
    String header = session.getContext().getRequestHeaders().getHeaderString("Authorization");
    String basic = basicId(header);
    if (query != null && basic != null && !query.equals(basic)) {
      return null;
    }
    return basic == null ? query : basic;
  }

  private static @Nullable String basicId(@Nullable String header) {
    try {
      String[] credentials = header == null ? null : BasicAuthHelper.RFC6749.parseHeader(header);
      return credentials == null ? null : credentials[0];
    } catch (IllegalArgumentException malformed) {
      throw invalidClient();
    }
  }

  /**
   * The API client for an authenticated client.
   *
   * @throws Problem {@code invalid_client} if it may not use the API
   */
  static ApiClient of(KeycloakSession session, ClientModel client) {
    if (!client.isDirectAccessGrantsEnabled()
        || client.isBearerOnly()
        || client.isConsentRequired()
        || isKeycloaks(client)) {
      throw invalidClient();
    }
    requirePolicies(session);
    return new ApiClient(session, client, false);
  }

  /**
   * Applies the realm's client policies for the password grant, to which this API is equivalent.
   */
  private static void requirePolicies(KeycloakSession session) {
    try {
      session
          .clientPolicy()
          .triggerOnEvent(
              new ResourceOwnerPasswordCredentialsContext(session, new MultivaluedHashMap<>()));
    } catch (ClientPolicyException forbidden) {
      throw invalidClient();
    }
  }

  private static boolean isKeycloaks(ClientModel client) {
    RealmModel realm = client.getRealm();
    boolean administersRealm =
        realm.getName().equals(org.keycloak.Config.getAdminRealm())
            && client.getClientId().endsWith("-realm");
    return administersRealm || Constants.defaultClients.contains(client.getClientId());
  }

  /** Whether it is the realm's registration page, to which less is disclosed than to a client. */
  boolean isRegistrationPage() {
    return isRegistrationPage;
  }

  static Problem invalidClient() {
    return Problem.of(ErrorCode.INVALID_CLIENT, "api.invalidClient");
  }

  /** The client id; never null. */
  String id() {
    return client.getClientId();
  }

  /** What texts that this client asks for are bound to. */
  TextOrigin textOrigin() {
    return TextOrigin.of(session, client, binding());
  }

  /** The binding of the challenges and proofs of this client. */
  Binding binding() {
    return Binding.to(client);
  }

  /**
   * The subject of the rate limits per address. A confidential client acts for all of its users, so
   * it has no such limit of texts.
   */
  String origin() {
    return client.isPublicClient() || isRegistrationPage
        ? ClientAddress.subject(session.getContext().getConnection().getRemoteHost())
        : ClientAddress.ofClient(client.getId());
  }

  /** A user event of this client. */
  EventBuilder event(EventType type) {
    return new EventBuilder(client.getRealm(), session, session.getContext().getConnection())
        .event(type)
        .client(client);
  }
}

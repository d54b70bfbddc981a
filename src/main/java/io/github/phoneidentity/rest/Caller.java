package io.github.phoneidentity.rest;

import io.github.phoneidentity.identity.Text;
import io.github.phoneidentity.limit.ClientAddress;
import io.github.phoneidentity.verification.Binding;
import jakarta.ws.rs.WebApplicationException;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.utils.AuthorizeClientUtil;
import org.keycloak.util.BasicAuthHelper;

/**
 * The client that calls: a public one by {@code client_id}, a confidential one by its secret. It
 * must have Direct Access Grants on, which is what lets an app handle passwords itself.
 */
final class Caller {

  private final KeycloakSession session;
  private final ClientModel client;

  private Caller(KeycloakSession session, ClientModel client) {
    this.session = session;
    this.client = client;
  }

  /**
   * Authenticates the client by the realm's client authentication flow.
   *
   * @throws Problem {@code invalid_client}
   */
  static ClientModel authenticate(KeycloakSession session) {
    String clientId = claimedId(session);
    if (clientId == null || !Text.isStorable(clientId)) {
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
  static Caller of(KeycloakSession session, ClientModel client) {
    if (!client.isDirectAccessGrantsEnabled() || client.isBearerOnly() || isKeycloaks(client)) {
      throw refusal();
    }
    return new Caller(session, client);
  }

  private static boolean isKeycloaks(ClientModel client) {
    RealmModel realm = client.getRealm();
    boolean administersRealm =
        realm.getName().equals(org.keycloak.Config.getAdminRealm())
            && client.getClientId().endsWith("-realm");
    return administersRealm || Constants.defaultClients.contains(client.getClientId());
  }

  private static Problem refusal() {
    return Problem.of(ErrorCode.INVALID_CLIENT, "api.invalidClient");
  }

  /** Whose challenges and proofs are used. */
  Binding binding() {
    return Binding.to(client);
  }

  /**
   * Whose address budget is spent: a server speaks for all of its users, so it has none for texts.
   */
  String origin() {
    return client.isPublicClient()
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

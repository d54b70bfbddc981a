package io.github.phoneidentity.identity;

import jakarta.ws.rs.core.PathSegment;
import java.util.List;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Who a write to a user comes from. It decides whose word counts (a proof, a taken value) and is
 * kept with each claim. Known from the request that the writing thread serves: its method and its
 * path below the server's base URI, as JAX-RS gives both. Names stand in the claim table.
 */
public enum RequestOrigin {
  /** A form of the user's own: account API, pages of a login, registration. */
  SELF_SERVICE,
  /** The admin API, SCIM included: its callers have been given the right to manage users. */
  ADMINISTRATOR,
  /** A login through an identity provider, its first and its later ones. */
  BROKER,
  /** A user storage provider that imports a user of its own, or brings one up to date. */
  DIRECTORY,
  /** A partial import, and the import of a whole realm by file or by the admin API. */
  IMPORT,
  /** Whatever else: another extension, a workflow, a scheduled task. */
  CODE;

  /**
   * The origin of what {@code session} writes to users of the realm's own.
   *
   * @param session null where there is none: {@link #CODE}
   */
  public static RequestOrigin of(KeycloakSession session) {
    return of(session, false);
  }

  /**
   * The same for one user.
   *
   * @param federated whether the user is linked to a user storage provider, which writes to its
   *     users in any request that happens to look for them
   */
  public static RequestOrigin of(KeycloakSession session, boolean federated) {
    if (session == null) {
      return federated ? DIRECTORY : CODE;
    }
    HttpRequest request = request(session);
    if (request != null) {
      return of(request.getHttpMethod(), segments(request), federated);
    }
    if (ClaimLedgerFactory.of(session).isStarting()) {
      return IMPORT;
    }
    return federated ? DIRECTORY : CODE;
  }

  /**
   * Whether a whole realm is imported, at the start or by the admin API: its users are adopted.
   *
   * @param session null where there is none
   */
  public static boolean isRealmImport(KeycloakSession session) {
    HttpRequest request = session == null ? null : request(session);
    if (request == null) {
      return session != null && ClaimLedgerFactory.of(session).isStarting();
    }
    List<String> path = segments(request);
    return of(request.getHttpMethod(), path, false) == IMPORT && segment(path, 3).isEmpty();
  }

  /** The same for one user: what a request about another user has a directory bring is its own. */
  public static RequestOrigin of(KeycloakSession session, boolean federated, String userId) {
    return isImport(session, federated, userId) ? DIRECTORY : of(session, federated);
  }

  /**
   * Whether a user storage provider has written to the user, and not the request in which it did:
   * that one may be about another user, or about none yet.
   *
   * @param federated whether the user is linked to a user storage provider
   */
  public static boolean isImport(KeycloakSession session, boolean federated, String userId) {
    return federated
        && switch (of(session, true)) {
          case DIRECTORY -> true;
          // A first login looks for users who have the e-mail or the username already.
          case SELF_SERVICE, BROKER -> !userId.equals(caller(session));
          case ADMINISTRATOR -> !segments(request(session)).contains(userId);
          // A partial import looks for the users that it is to skip; a realm's are adopted.
          case IMPORT -> !isRealmImport(session);
          case CODE -> false;
        };
  }

  /** The user who makes a request of self-service, or logs in through a broker; or null. */
  private static String caller(KeycloakSession session) {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    if (login != null && login.getAuthenticatedUser() != null) {
      return login.getAuthenticatedUser().getId();
    }
    return session.getContext().getBearerToken() instanceof JsonWebToken token
        ? token.getSubject()
        : null;
  }

  /**
   * The origin by the request alone.
   *
   * @param path the decoded segments below the base URI, without matrix parameters
   */
  static RequestOrigin of(String method, List<String> path, boolean federated) {
    RequestOrigin origin =
        switch (segment(path, 0)) {
          case "admin" -> ofAdminApi(method, path);
          case "realms" -> ofRealm(path, federated);
          default -> CODE;
        };
    return origin == CODE && federated ? DIRECTORY : origin;
  }

  /** {@code AdminRoot}: {@code /admin/realms/{realm}/{resource}}. */
  private static RequestOrigin ofAdminApi(String method, List<String> path) {
    if (!"realms".equals(segment(path, 1)) || "GET".equals(method)) {
      return CODE; // what a search for users writes, a directory has brought
    }
    return switch (segment(path, 3)) {
      case "" -> segment(path, 2).isEmpty() ? IMPORT : ADMINISTRATOR;
      case "partialImport" -> IMPORT;
      case "user-storage" -> CODE; // a synchronisation that an administrator has begun
      default -> ADMINISTRATOR;
    };
  }

  /** {@code RealmsResource}: {@code /realms/{realm}/{resource}}. */
  private static RequestOrigin ofRealm(List<String> path, boolean federated) {
    return switch (segment(path, 2)) {
      case "account" -> SELF_SERVICE;
      case "broker" -> BROKER;
      case "scim" -> ADMINISTRATOR;
      case "login-actions" -> ofLogin(segment(path, 3), federated);
      case "phone-identity" -> "registrations".equals(segment(path, 3)) ? SELF_SERVICE : CODE;
      case "protocol" -> "registrations".equals(segment(path, 4)) ? SELF_SERVICE : CODE;
      default -> CODE;
    };
  }

  /** {@code LoginActionsService}. Only these pages write what a federated user has typed. */
  private static RequestOrigin ofLogin(String page, boolean federated) {
    return switch (page) {
      case "first-broker-login" -> BROKER;
      case "registration", "required-action" -> SELF_SERVICE;
      default -> federated ? DIRECTORY : SELF_SERVICE;
    };
  }

  private static String segment(List<String> path, int index) {
    return index < path.size() ? path.get(index) : "";
  }

  private static HttpRequest request(KeycloakSession session) {
    try {
      HttpRequest request = session.getContext().getHttpRequest();
      return request == null || request.getUri() == null ? null : request;
    } catch (RuntimeException notInARequest) {
      return null; // Keycloak has no other way to ask
    }
  }

  private static List<String> segments(HttpRequest request) {
    return request.getUri().getPathSegments().stream()
        .map(PathSegment::getPath)
        .filter(segment -> !segment.isEmpty())
        .toList();
  }
}

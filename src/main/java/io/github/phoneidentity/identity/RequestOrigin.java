package io.github.phoneidentity.identity;

import io.github.phoneidentity.policy.ProviderIds;
import jakarta.ws.rs.core.PathSegment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The origin of a write to a user. It decides whether a proof is accepted and whether a conflict
 * fails the request, and is stored with each claim. It is derived from the request that the writing
 * thread serves: its method and its path below the server's base URI, as JAX-RS returns both. The
 * claim table stores the names.
 */
public enum RequestOrigin {
  /** The user's own request: account API, login pages, registration. */
  SELF_SERVICE,
  /** The admin API, including SCIM: its clients have the right to manage users. */
  ADMINISTRATOR,
  /** A login through an identity provider, the first one or a later one. */
  BROKER,
  /** A user storage provider that imports or updates one of its users. */
  DIRECTORY,
  /** A partial import, or the import of a realm from a file or by the admin API. */
  IMPORT,
  /** Anything else: another extension, a workflow, a scheduled task. */
  CODE;

  /**
   * The origin of what {@code session} writes to users that are not federated.
   *
   * @param session null if there is no session: {@link #CODE}
   */
  public static RequestOrigin of(@Nullable KeycloakSession session) {
    return of(session, false);
  }

  /**
   * The origin of what {@code session} writes to a user.
   *
   * @param federated whether the user is linked to a user storage provider, which writes to its
   *     users in any request that looks them up
   */
  public static RequestOrigin of(@Nullable KeycloakSession session, boolean federated) {
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
   * Whether a realm is imported, at the start or by the admin API: its users are adopted
   * afterwards.
   *
   * @param session null if there is no session
   */
  public static boolean isRealmImport(@Nullable KeycloakSession session) {
    HttpRequest request = session == null ? null : request(session);
    if (request == null) {
      return session != null && ClaimLedgerFactory.of(session).isStarting();
    }
    List<String> path = segments(request);
    return of(request.getHttpMethod(), path, false) == IMPORT && segment(path, 3).isEmpty();
  }

  /**
   * The origin of what {@code session} writes to the user with this id: {@link #DIRECTORY} if the
   * request is about another user, whom the directory happens to update.
   */
  public static RequestOrigin of(KeycloakSession session, boolean federated, String userId) {
    return isImport(session, federated, userId) ? DIRECTORY : of(session, federated);
  }

  /**
   * Whether a write to the user comes from a user storage provider and not from the request in
   * which it happens, which may be about another user or about no user yet.
   *
   * @param federated whether the user is linked to a user storage provider
   */
  public static boolean isImport(KeycloakSession session, boolean federated, String userId) {
    return federated
        && switch (of(session, true)) {
          case DIRECTORY -> true;
          // A first broker login looks up users who have the e-mail or the username already.
          case SELF_SERVICE, BROKER -> !userId.equals(caller(session));
          case ADMINISTRATOR -> !segments(request(session)).contains(userId);
          // A partial import looks up the users that it skips; those of a realm import are adopted.
          case IMPORT -> !isRealmImport(session);
          case CODE -> false;
        };
  }

  /** The id of the user who sends a self-service request or logs in through a broker, or null. */
  private static @Nullable String caller(KeycloakSession session) {
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
      return CODE; // only a directory writes during a search for users
    }
    return switch (segment(path, 3)) {
      case "" -> segment(path, 2).isEmpty() ? IMPORT : ADMINISTRATOR;
      case "partialImport" -> IMPORT;
      case "user-storage" -> CODE; // a synchronisation that an administrator has started
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
      case ProviderIds.PHONE_IDENTITY ->
          "registrations".equals(segment(path, 3)) ? SELF_SERVICE : CODE;
      case "protocol" -> "registrations".equals(segment(path, 4)) ? SELF_SERVICE : CODE;
      default -> CODE;
    };
  }

  /** {@code LoginActionsService}. Only these pages write input of a federated user. */
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

  private static @Nullable HttpRequest request(KeycloakSession session) {
    try {
      HttpRequest request = session.getContext().getHttpRequest();
      return request == null || request.getUri() == null ? null : request;
    } catch (RuntimeException noActiveRequest) {
      return null; // Keycloak offers no method to check this
    }
  }

  private static List<String> segments(@Nullable HttpRequest request) {
    return request == null
        ? List.of()
        : request.getUri().getPathSegments().stream()
            .map(PathSegment::getPath)
            .filter(segment -> !segment.isEmpty())
            .toList();
  }
}

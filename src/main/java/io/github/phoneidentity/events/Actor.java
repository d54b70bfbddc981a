package io.github.phoneidentity.events;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The user who has deleted a user or a realm.
 *
 * @param userId the user's id; null for {@link Kind#SYSTEM}. An administrator may be a user of
 *     another realm.
 */
public record Actor(Kind kind, @Nullable String userId) implements Serializable {

  /** The relation of the actor to the deleted user. */
  public enum Kind {
    /** Another user, by the admin API or an import. */
    ADMINISTRATOR,
    /** The deleted user. */
    SELF,
    /** No user: a workflow, or a directory that no longer has the user. */
    SYSTEM;

    /** The name in events. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The actor of a session.
   *
   * @param subject the id of the user or realm that is deleted
   */
  public static Actor of(KeycloakSession session, String subject) {
    String userId = userId(session.getContext());
    if (userId == null) {
      return new Actor(Kind.SYSTEM, null);
    }
    return new Actor(userId.equals(subject) ? Kind.SELF : Kind.ADMINISTRATOR, userId);
  }

  private static @Nullable String userId(KeycloakContext context) {
    AuthenticationSessionModel login = context.getAuthenticationSession();
    if (login != null && login.getAuthenticatedUser() != null) {
      return login.getAuthenticatedUser().getId();
    }
    if (context.getBearerToken() instanceof JsonWebToken token && token.getSubject() != null) {
      return token.getSubject();
    }
    return context.getUserSession() == null ? null : context.getUserSession().getUser().getId();
  }
}

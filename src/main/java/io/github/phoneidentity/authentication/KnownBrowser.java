package io.github.phoneidentity.authentication;

import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.utils.SecureContextResolver;

/**
 * A browser in which a user has logged in before. It has rate limits of its own for codes of a
 * login and of a reset, so that another client that exceeds the public ones of a number does not
 * lock its owner out. The cookie is a token that is signed by the realm's key (HS512, as Keycloak's
 * identity cookie) and bound to the user; it must not authenticate the user.
 */
public final class KnownBrowser {

  /** The name of the cookie. */
  static final String COOKIE = "PHONE_IDENTITY_BROWSER";

  /** The type that distinguishes the token from others that the realm signs. */
  private static final String TYPE = "phone-identity-browser";

  private static final Duration LIFESPAN = Duration.ofDays(365);

  private KnownBrowser() {}

  /** The id (UUID) of this browser, if the user has logged in with it before; null otherwise. */
  static @Nullable String idFor(KeycloakSession session, @Nullable String userId) {
    // The cookie is read even if there is no user, so that the work is the same.
    return token(session)
        .filter(token -> token.getSubject().equals(userId))
        .map(JsonWebToken::getId)
        .orElse(null);
  }

  /**
   * Records in the cookie that {@code user} has logged in; the browser keeps its id for that user.
   */
  static void remember(KeycloakSession session, UserModel user) {
    RealmModel realm = session.getContext().getRealm();
    String known = idFor(session, user.getId());
    long now = Time.currentTime();
    JsonWebToken token =
        new JsonWebToken()
            .type(TYPE)
            .id(known == null ? UUID.randomUUID().toString() : known)
            .subject(user.getId())
            .iat(now)
            .exp(now + LIFESPAN.toSeconds());
    session
        .getContext()
        .getHttpResponse()
        .setCookieIfAbsent(
            new NewCookie.Builder(COOKIE)
                .value(session.tokens().encode(token))
                .path(
                    AuthenticationManager.getRealmCookiePath(realm, session.getContext().getUri()))
                .maxAge((int) LIFESPAN.toSeconds())
                .secure(SecureContextResolver.isSecureContext(session))
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build());
  }

  private static Optional<JsonWebToken> token(KeycloakSession session) {
    Cookie cookie = session.getContext().getRequestHeaders().getCookies().get(COOKIE);
    return Optional.ofNullable(cookie)
        .map(found -> session.tokens().decode(found.getValue(), JsonWebToken.class))
        .filter(token -> TYPE.equals(token.getType()) && token.isActive())
        .filter(token -> token.getSubject() != null && token.getId() != null);
  }
}

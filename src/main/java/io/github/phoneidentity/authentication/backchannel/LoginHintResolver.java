package io.github.phoneidentity.authentication.backchannel;

import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.policy.RealmPolicy;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.grants.ciba.resolvers.DefaultCIBALoginUserResolver;

/**
 * Finds the user of a CIBA {@code login_hint} by username, e-mail, phone or nickname; if the
 * extension is disabled in the realm, as Keycloak does.
 */
final class LoginHintResolver extends DefaultCIBALoginUserResolver {

  private final KeycloakSession session;

  LoginHintResolver(KeycloakSession session) {
    super(session);
    this.session = session;
  }

  @Override
  public @Nullable UserModel getUserFromLoginHint(String loginHint) {
    RealmModel realm = session.getContext().getRealm();
    return RealmPolicy.participates(realm)
        ? new IdentifierLookup(session).find(realm, loginHint).orElse(null)
        : super.getUserFromLoginHint(loginHint);
  }
}

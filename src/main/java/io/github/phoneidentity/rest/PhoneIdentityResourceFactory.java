package io.github.phoneidentity.rest;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.policy.ExtensionOptions;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * The REST API of a realm for first-party apps, {@code /realms/{realm}/phone-identity}. In a realm
 * in which the extension is disabled every call is unknown.
 */
public final class PhoneIdentityResourceFactory
    implements RealmResourceProviderFactory, VersionInfo {

  @Override
  public String getId() {
    return ProviderIds.PHONE_IDENTITY;
  }

  @Override
  public RealmResourceProvider create(KeycloakSession session) {
    return new RealmResourceProvider() {
      @Override
      public Object getResource() {
        if (!RealmPolicy.participates(session.getContext().getRealm())) {
          return new UnknownCall(session);
        }
        ApiRequest.rejectUnreadable(session);
        return new PhoneIdentityResource(session);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return ExtensionOptions.all();
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}

package io.github.phoneidentity.server;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.policy.ProviderIds;
import org.keycloak.Config;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;

/** Registers the tables, and starts the scheduled tasks once the tables exist. */
public final class PhoneIdentityEntityProviderFactory
    implements JpaEntityProviderFactory, VersionInfo {

  @Override
  public String getId() {
    return ProviderIds.PHONE_IDENTITY;
  }

  @Override
  public JpaEntityProvider create(KeycloakSession session) {
    return new PhoneIdentityEntityProvider();
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    factory.register(
        event -> {
          if (event instanceof PostMigrationEvent) {
            ScheduledTasks.start(factory);
          }
        });
  }

  @Override
  public void close() {}
}

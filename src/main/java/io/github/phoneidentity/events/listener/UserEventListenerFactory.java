package io.github.phoneidentity.events.listener;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.events.CloudEventWriter;
import io.github.phoneidentity.events.jpa.UserEventOutbox;
import io.github.phoneidentity.events.rabbitmq.UserEventRelay;
import io.github.phoneidentity.policy.ProviderIds;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The event listener {@code rabbitmq}: a realm with this listener publishes the changes of its
 * users, if the server has a broker. Without a broker the listener does nothing.
 */
public final class UserEventListenerFactory implements EventListenerProviderFactory, VersionInfo {

  private static final String URI = "uri";
  private static final String INCLUDE_CONTACTS = "include-contacts";

  private @Nullable UserEventOutbox outbox;
  private @Nullable UserEventRelay relay;

  @Override
  public String getId() {
    return ProviderIds.RABBITMQ;
  }

  @Override
  public Set<Class<? extends Provider>> dependsOn() {
    return Set.of(JpaConnectionProvider.class);
  }

  @Override
  public void init(Config.Scope config) {
    if (config.get(URI) != null) {
      outbox = new UserEventOutbox(new CloudEventWriter(config.getBoolean(INCLUDE_CONTACTS, true)));
    }
    relay = UserEventRelay.of(config).orElse(null);
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    if (outbox != null) {
      outbox.open(factory);
    }
    UserEventRelay configured = relay;
    if (configured != null) {
      factory.register(
          event -> {
            if (event instanceof PostMigrationEvent) {
              configured.start(factory);
            }
          });
    }
  }

  @Override
  public EventListenerProvider create(KeycloakSession session) {
    return new UserEventListener(session, outbox);
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return ProviderConfigurationBuilder.create()
        .property()
        .name(URI)
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText("The broker, such as amqps://user:password@broker:5671/vhost; empty for none.")
        .secret(true)
        .add()
        .property()
        .name(INCLUDE_CONTACTS)
        .type(ProviderConfigProperty.BOOLEAN_TYPE)
        .helpText("Whether e-mail addresses, phone numbers and nicknames are part of user events.")
        .defaultValue(true)
        .add()
        .property()
        .name("exchange")
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText("The topic exchange that events are published to.")
        .defaultValue("keycloak")
        .add()
        .property()
        .name("published-retention")
        .type(ProviderConfigProperty.INTEGER_TYPE)
        .helpText("Seconds for which published events stay in the outbox.")
        .defaultValue(3600)
        .add()
        .property()
        .name("dead-retention")
        .type(ProviderConfigProperty.INTEGER_TYPE)
        .helpText("Seconds for which dead letters stay in the outbox.")
        .defaultValue(2592000)
        .add()
        .build();
  }

  @Override
  public void close() {
    if (relay != null) {
      relay.close();
    }
  }
}

package io.github.phoneidentity.events.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;

class UserEventListenerFactoryTest {

  @Test
  void withoutABrokerNothingIsListenedToAndNothingAsked() {
    UserEventListenerFactory factory = new UserEventListenerFactory();
    factory.init(new Config.SystemPropertiesScope("no-such-option."));
    Event event = new Event();
    event.setType(EventType.UPDATE_CREDENTIAL);
    AdminEvent adminEvent = new AdminEvent();
    adminEvent.setResourcePath("users/1/reset-password");

    // Neither the server nor the session is touched: there is none.
    assertThatCode(() -> factory.postInit(null)).doesNotThrowAnyException();
    EventListenerProvider listener = factory.create(null);
    assertThatCode(() -> listener.onEvent(event)).doesNotThrowAnyException();
    assertThatCode(() -> listener.onEvent(adminEvent, true)).doesNotThrowAnyException();
    factory.close();
    assertThat(factory.getId()).isEqualTo("rabbitmq");
  }
}

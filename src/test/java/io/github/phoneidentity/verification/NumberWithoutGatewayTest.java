package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.sms.SmsMessage;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;

/** A number that is reserved for fiction, in a country that has a gateway. */
class NumberWithoutGatewayTest {

  private static final PhoneNumber RESERVED = new PhoneNumber("+447700900123");
  private static final PhoneNumber NUMBER = new PhoneNumber("+447400123456");

  private final RealmModel realm = realm(Map.of("gateways", "GB=http"));

  @Test
  void isRejectedAndNotTriedAgain() {
    SmsMessage message =
        new SmsMessage("id", RESERVED, "text", new SmsMessage.Context("", "", "en", "demo", ""));

    Delivery outcome =
        SmsHandOver.of(
                realm,
                message,
                sent -> {
                  throw new AssertionError("No gateway was asked");
                })
            .send(null);

    assertThat(outcome).isEqualTo(Delivery.REJECTED);
  }

  @Test
  void doesNotShareTheLaneOfItsCountry() {
    Lanes lanes = new Lanes(session());

    assertThat(lane(lanes, RESERVED).name()).isEqualTo("sms ");
    assertThat(lane(lanes, NUMBER).name()).isEqualTo("sms http");
    assertThat(lane(lanes, new PhoneNumber("+447400123457"))).isSameAs(lane(lanes, NUMBER));
  }

  private Lane lane(Lanes lanes, PhoneNumber number) {
    return lanes.due("message", realm.getId(), Recipient.of(number)).map(Due::lane).orElseThrow();
  }

  private KeycloakSession session() {
    RealmProvider realms = fake(RealmProvider.class, Map.of("getRealm", realm));
    KeycloakSessionFactory noGateways = fake(KeycloakSessionFactory.class, Map.of());
    return fake(
        KeycloakSession.class, Map.of("realms", realms, "getKeycloakSessionFactory", noGateways));
  }

  private static RealmModel realm(Map<String, String> policy) {
    RequiredActionProviderModel action = new RequiredActionProviderModel();
    action.setProviderId(ProviderIds.VERIFY_PHONE);
    action.setAlias(ProviderIds.VERIFY_PHONE);
    RequiredActionConfigModel config = new RequiredActionConfigModel();
    config.setConfig(policy);
    String id = UUID.randomUUID().toString();
    return (RealmModel)
        Proxy.newProxyInstance(
            NumberWithoutGatewayTest.class.getClassLoader(),
            new Class<?>[] {RealmModel.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getId" -> id;
                  case "getName" -> "demo";
                  case "getRequiredActionProvidersStream" -> Stream.of(action);
                  case "getRequiredActionConfigByAlias" -> config;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  /** Answers null to every other call. */
  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> answers.get(method.getName())));
  }
}

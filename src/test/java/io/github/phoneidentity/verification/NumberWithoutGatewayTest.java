package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.outbox.Due;
import io.github.phoneidentity.outbox.Lane;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.testing.Stub;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RealmProvider;

/** A number that is reserved for fiction, in a country that has a gateway. */
class NumberWithoutGatewayTest {

  private static final PhoneNumber RESERVED = new PhoneNumber("+447700900123");
  private static final PhoneNumber NUMBER = new PhoneNumber("+447400123456");

  private final RealmModel realm = Stub.realm(Map.of("gateways", "GB=http"));

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
    RealmProvider realms = mock(RealmProvider.class);
    String id = realm.getId();
    doReturn(realm).when(realms).getRealm(id);
    KeycloakSession session = mock(KeycloakSession.class);
    KeycloakSessionFactory noGateways = mock(KeycloakSessionFactory.class);
    doReturn(realms).when(session).realms();
    doReturn(noGateways).when(session).getKeycloakSessionFactory();
    return session;
  }
}

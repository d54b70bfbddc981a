package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SmsInbox.Text;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A gateway of a third party, in a jar of its own beside this project's. */
class ThirdPartyGatewayIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final String phone = Unique.phone();
  private final RestApi rest = new RestApi(REALM);

  @Test
  void sendsTheTextsOfARealmThatNamesIt() {
    REALM.setPolicy(Map.of("gateways", "company"));

    String id = rest.send("registration", phone).then().statusCode(201).extract().path("id");

    Text text = REALM.inbox().awaitText(phone);
    assertThat(text.headers()).containsEntry("user-agent", "company");
    rest.confirm(id, text.code()).then().statusCode(200);
  }

  @Test
  void isOneOfSeveralInTheirOrder() {
    REALM.setPolicy(Map.of("gateways", "company,http"));
    REALM.inbox().answer(phone, 503);

    rest.send("registration", phone).then().statusCode(503);

    List<Text> texts = REALM.inbox().textsTo(phone);
    assertThat(texts).hasSize(2);
    assertThat(texts.get(0).headers()).containsEntry("user-agent", "company");
    assertThat(texts.get(1).headers()).doesNotContainEntry("user-agent", "company");
    assertThat(texts.get(1).id()).isEqualTo(texts.get(0).id());
  }
}

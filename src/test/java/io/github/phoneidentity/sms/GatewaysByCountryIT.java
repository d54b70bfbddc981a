package io.github.phoneidentity.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.VendorListener;
import io.github.phoneidentity.testing.VendorListener.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vendors' gateways in one realm, chosen by the country of the number. */
class GatewaysByCountryIT {

  private static final String SENT = "{\"failedMessageList\":[],\"groupInfo\":{}}";
  private static final String ACCOUNT = "AC" + "0".repeat(32);

  private static final KeycloakServer SERVER = KeycloakServer.shared();
  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @AutoClose
  private static final VendorListener TWILIO = VendorListener.forServers().answer(201, "{}");

  @AutoClose
  private static final VendorListener SNS = VendorListener.forServers().answer(200, "<x/>");

  @AutoClose
  private static final VendorListener SOLAPI = VendorListener.forServers().answer(200, SENT);

  private final RestApi rest = RestApi.fromEverywhere(REALM);

  @BeforeAll
  static void configure() {
    REALM.setPolicy(Map.of("gateways", "KR=solapi,US|CA=twilio+sns,*=sns"));
    String host = SERVER.hostOfTests();
    SERVER.nodes().forEach(KeycloakServer::stop);
    SERVER.restartWith(
        "--spi-sms-gateway--twilio--base-url=" + TWILIO.url(host),
        "--spi-sms-gateway--twilio--account-sid=" + ACCOUNT,
        "--spi-sms-gateway--twilio--auth-token=token-of-the-test",
        "--spi-sms-gateway--twilio--from=US=+12125550100",
        "--spi-sms-gateway--sns--endpoint=" + SNS.url(host),
        "--spi-sms-gateway--sns--region=eu-west-1",
        "--spi-sms-gateway--sns--sender-id=GB=ACME",
        "--spi-sms-gateway--solapi--base-url=" + SOLAPI.url(host),
        "--spi-sms-gateway--solapi--api-key=KEYOFTHETEST",
        "--spi-sms-gateway--solapi--api-secret=secret-of-the-test",
        "--spi-sms-gateway--solapi--from=0212345678");
  }

  @AfterAll
  static void restart() {
    SERVER.restart();
  }

  @Test
  void koreanNumbersGoToSolapi() {
    String phone = Unique.phone();

    rest.send("registration", phone).then().statusCode(201);

    assertThat(requests(SOLAPI, phone.replace("+82", "0"))).hasSize(1);
    assertNoneTo(phone.substring(1), TWILIO, SNS);
  }

  @Test
  void americanNumbersGoToTwilio() {
    String phone = "+1212736" + lastFour();

    rest.send("registration", phone).then().statusCode(201);

    Request request = requests(TWILIO, phone.substring(1)).get(0);
    assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json");
    assertThat(request.form()).containsEntry("To", phone).containsEntry("From", "+12125550100");
    assertNoneTo(phone.substring(1), SNS, SOLAPI);
  }

  @Test
  void aCountryWithoutSenderOfTheFirstGatewayGoesToTheNext() {
    String phone = "+1416736" + lastFour();

    rest.send("registration", phone).then().statusCode(201);

    assertThat(requests(SNS, phone.substring(1))).hasSize(1);
    assertNoneTo(phone.substring(1), TWILIO, SOLAPI);
  }

  @Test
  void theNextGatewayHasTheTextThatTheFirstCannotTake() {
    String phone = "+1212737" + lastFour();
    TWILIO.answer(
        request ->
            request.body().contains(phone.substring(1))
                ? new VendorListener.Answer(503, "{}")
                : new VendorListener.Answer(201, "{}"));

    rest.send("registration", phone).then().statusCode(201);

    assertThat(requests(TWILIO, phone.substring(1))).hasSize(1);
    assertThat(requests(SNS, phone.substring(1))).hasSize(1);
  }

  @Test
  void everyOtherCountryGoesToSns() {
    String phone = "+4474001" + lastFour() + "7";

    rest.send("registration", phone).then().statusCode(201);

    Request request = requests(SNS, phone.substring(1)).get(0);
    assertThat(request.form())
        .containsEntry("PhoneNumber", phone)
        .containsEntry("MessageAttributes.entry.2.Value.StringValue", "ACME");
    assertThat(request.header("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=")
        .contains("/eu-west-1/sns/aws4_request");
    assertNoneTo(phone.substring(1), TWILIO, SOLAPI);
  }

  private static String lastFour() {
    String phone = Unique.phone();
    return phone.substring(phone.length() - 4);
  }

  private static List<Request> requests(VendorListener vendor, String digits) {
    return vendor.requests().stream().filter(request -> request.body().contains(digits)).toList();
  }

  private static void assertNoneTo(String digits, VendorListener... vendors) {
    for (VendorListener vendor : vendors) {
      assertThat(requests(vendor, digits)).isEmpty();
    }
  }
}

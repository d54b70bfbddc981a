package io.github.phoneidentity.testing.thirdparty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.testing.Stub;
import io.github.phoneidentity.testing.TestMessage;
import io.github.phoneidentity.testing.VendorListener;
import io.github.phoneidentity.testing.VendorListener.Request;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.common.util.Time;

/** The requests that NAVER documents, which the recipes refer to. */
class NaverSensSmsGatewayTest {

  private static final String SERVICE = "ncp:sms:kr:000000000000:demo";
  private static final String PATH = "/sms/v2/services/" + SERVICE + "/messages";

  private final VendorListener sens = new VendorListener().answer(202, "{\"statusCode\":\"202\"}");
  private final NaverSensSmsGateway gateway = new NaverSensSmsGateway();

  @BeforeEach
  void configure() {
    Map<String, String> options =
        Map.of(
            "base-url", sens.url(),
            "service-id", SERVICE,
            "access-key", "ACCESSKEY",
            "secret-key", "s3cret",
            "from", "0212345678");
    gateway.init(Stub.options(options));
  }

  @AfterEach
  void stop() {
    sens.close();
  }

  @Test
  void sendsAndSignsAsDocumented() throws Exception {
    assertThat(gateway.send(TestMessage.of("[데모] 135790"))).isEqualTo(SendResult.ACCEPTED);

    Request request = sens.last();
    assertThat(request.method() + " " + request.path()).isEqualTo("POST " + PATH);
    assertThat(request.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    String timestamp = request.header("x-ncp-apigw-timestamp");
    assertThat(Long.parseLong(timestamp)).isCloseTo(Time.currentTimeMillis(), within(300_000L));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    for (String part : new String[] {"POST", " ", PATH, "\n", timestamp, "\n", "ACCESSKEY"}) {
      mac.update(part.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(request.header("x-ncp-apigw-signature-v2"))
        .isEqualTo(Base64.getEncoder().encodeToString(mac.doFinal()));
    JsonNode body = new ObjectMapper().readTree(request.body());
    assertThat(body)
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"type":"SMS","countryCode":"82","from":"0212345678","content":"[데모] 135790",
                    "messages":[{"to":"01012345678"}]}
                    """));
  }

  @Test
  void aLongTextIsAnLms() throws Exception {
    gateway.send(TestMessage.of("가".repeat(46)));

    assertThat(new ObjectMapper().readTree(sens.last().body()).path("type").asText())
        .isEqualTo("LMS");
  }

  @ParameterizedTest
  @CsvSource({
    "202, ACCEPTED",
    "400, REJECTED",
    "401, UNREACHABLE",
    "404, REJECTED",
    "429, UNREACHABLE",
    "503, UNREACHABLE"
  })
  void theStatusDecides(int status, SendResult result) {
    sens.answer(status, "{}");

    assertThat(gateway.send(TestMessage.of("135790"))).isEqualTo(result);
  }

  @Test
  void servesKoreaAlone() {
    assertThat(gateway.serves(new PhoneNumber("+821012345678"))).isTrue();
    assertThat(gateway.serves(new PhoneNumber("+819012345678"))).isFalse();
  }
}

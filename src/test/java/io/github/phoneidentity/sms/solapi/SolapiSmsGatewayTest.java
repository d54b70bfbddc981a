package io.github.phoneidentity.sms.solapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.testing.TestMessage;
import io.github.phoneidentity.testing.VendorListener;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

/** The requests that SOLAPI's documentation describes, and what its answers mean. */
class SolapiSmsGatewayTest {

  private static final String KEY = "NCSAKEY000000000";
  private static final String SECRET = "s3cret-of-the-key";
  private static final String TEXT = "[데모] 135790 \"코드\"\n@example.com #135790";
  private static final Instant NOW = Instant.parse("2019-07-01T00:41:48Z");
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "HMAC-SHA256 apiKey=(\\w+), date=(\\S+), salt=([\\w-]{12,64}), signature=([0-9a-f]{64})");
  private static final String SENT =
      """
      {"failedMessageList":[],"groupInfo":{"count":{"total":1,"registeredFailed":0,
      "registeredSuccess":1},"log":[%s],"status":"SENDING","groupId":"G4V"}}
      """;

  private final VendorListener solapi = new VendorListener().answer(200, SENT.formatted(""));

  @AfterEach
  void stop() {
    solapi.close();
  }

  @Test
  void sendsATextToKoreaInTheNationalForm() {
    assertThat(gateway(options()).send(TestMessage.of(TEXT))).isEqualTo(SendResult.ACCEPTED);

    assertThat(solapi.last().method()).isEqualTo("POST");
    assertThat(solapi.last().path()).isEqualTo("/messages/v4/send-many/detail");
    assertThat(solapi.last().header("Content-Type")).isEqualTo("application/json");
    assertThat(json(solapi.last().body()))
        .isEqualTo(
            json(
                """
                {"allowDuplicates":false,"messages":[{"to":"01012345678","from":"0212345678",
                "text":"[데모] 135790 \\"코드\\"\\n@example.com #135790",
                "customFields":{"id":"message-1"}}]}
                """));
  }

  @Test
  void signsTimeAndSalt() throws GeneralSecurityException {
    SmsGateway gateway = gateway(options());
    gateway.send(TestMessage.of(TEXT));
    gateway.send(TestMessage.of(TEXT));

    for (VendorListener.Request request : solapi.requests()) {
      Matcher header = AUTHORIZATION.matcher(request.header("Authorization"));
      assertThat(header.matches()).isTrue();
      assertThat(header.group(1)).isEqualTo(KEY);
      assertThat(Instant.parse(header.group(2))).isEqualTo(NOW);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(header.group(2).getBytes(StandardCharsets.UTF_8));
      mac.update(header.group(3).getBytes(StandardCharsets.UTF_8));
      assertThat(header.group(4)).isEqualTo(HexFormat.of().formatHex(mac.doFinal()));
    }
    assertThat(solapi.requests())
        .extracting(request -> request.header("Authorization"))
        .doesNotHaveDuplicates();
  }

  @Test
  void theSignatureIsThatOfOpenssl() {
    // printf '2019-07-01T00:41:48Zjqsba2jxjnrjor' | openssl dgst -sha256 -hmac Jefe
    assertThat(new SolapiSignature(KEY, "Jefe").authorization(NOW, "jqsba2jxjnrjor"))
        .endsWith("signature=d00afb497c5b8d7801070452ab1a13b6c4dfa358f43148e63d15e3758a6ac881");
    assertThat(new SolapiSignature(KEY, SECRET).toString()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "+821012345678, 82, 01012345678",
    "+12025550123, 1, 2025550123",
    "+14412345678, 1441, 2345678",
    "+819012345678, 81, 9012345678",
    "+447400123456, 44, 7400123456",
    "+393312345678, 39, 3312345678",
  })
  void takesTheCountryCodeOff(String number, String country, String to) {
    assertThat(SolapiRecipient.of(new PhoneNumber(number)))
        .contains(new SolapiRecipient(country, to));
  }

  @Test
  void namesTheCountryOfAnotherNumber() {
    Map<String, String> options = options();
    options.putAll(Map.of("from", "KR=0212345678,*=010-9876-5432", "kakao-pf-id", "KA01PF"));
    options.put("kakao-template-id", "KA01TP");

    gateway(options).send(TestMessage.to("+819012345678", TEXT));

    JsonNode message = json(solapi.last().body()).path("messages").path(0);
    assertThat(message.path("country").asText()).isEqualTo("81");
    assertThat(message.path("to").asText()).isEqualTo("9012345678");
    assertThat(message.path("from").asText()).isEqualTo("01098765432");
    assertThat(message.has("kakaoOptions")).isFalse();
  }

  @Test
  void aCodeGoesAsAlimTalkWithTheTextAsItsFallback() {
    assertThat(gateway(withKakao()).send(TestMessage.of("135790"))).isEqualTo(SendResult.ACCEPTED);

    assertThat(json(solapi.last().body()))
        .isEqualTo(
            json(
                """
                {"allowDuplicates":false,"messages":[{"to":"01012345678","from":"0212345678",
                "kakaoOptions":{"pfId":"KA01PF","templateId":"KA01TP","disableSms":false,
                "variables":{"#{code}":"135790"}},
                "replacements":[{"to":"01012345678","from":"0212345678","text":"135790"}],
                "customFields":{"id":"message-1"}}]}
                """));
  }

  @Test
  void aNoticeGoesAsAText() {
    SmsMessage code = TestMessage.of(TEXT);
    SmsMessage notice =
        new SmsMessage(
            code.id(), code.to(), TEXT, new SmsMessage.Context("", "phone-changed", "ko", "r", ""));

    gateway(withKakao()).send(notice);

    JsonNode message = json(solapi.last().body()).path("messages").path(0);
    assertThat(message.has("kakaoOptions")).isFalse();
    assertThat(message.path("text").asText()).isEqualTo(TEXT);
  }

  @Test
  void aCountryWithoutSenderIsNotServedAndANumberOfNoCountryRejected() {
    Map<String, String> options = options();
    options.put("from", "KR=0212345678");
    assertThat(gateway(options).serves(new PhoneNumber("+819012345678"))).isFalse();
    assertThat(gateway(options).serves(new PhoneNumber("+821012345678"))).isTrue();

    options.put("from", "0212345678");
    SmsGateway gateway = gateway(options);
    assertThat(gateway.send(TestMessage.to("+999123456789", TEXT))).isEqualTo(SendResult.REJECTED);
    assertThat(solapi.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1020, UNREACHABLE",
    "1024, UNREACHABLE",
    "1030, UNREACHABLE",
    "1042, UNREACHABLE",
    "1058, UNREACHABLE",
    "1062, UNREACHABLE",
    "1064, UNREACHABLE",
    "2230, UNREACHABLE",
    "1010, REJECTED",
    "1011, REJECTED",
    "1026, REJECTED",
    "1029, REJECTED",
    "1060, REJECTED",
    "1061, REJECTED",
    "3999, REJECTED",
  })
  void aMessageThatFailedIsMappedByItsStatusCode(String code, SendResult result) {
    solapi.answer(
        200,
        """
        {"failedMessageList":[{"to":"01012345678","from":"0212345678","type":"SMS",
        "statusMessage":"135790","country":"82","messageId":"M4V","statusCode":"%s",
        "accountId":"1"}],"groupInfo":{"count":{"total":1,"registeredFailed":1}}}
        """
            .formatted(code));
    refused(code, result);
  }

  @ParameterizedTest
  @CsvSource({
    "403, InvalidAPIKey, UNREACHABLE",
    "400, SignatureDoesNotMatch, UNREACHABLE",
    "403, RequestTimeTooSkewed, UNREACHABLE",
    "403, DuplicatedSignature, UNKNOWN",
    "402, NotEnoughBalance, UNREACHABLE",
    "401, Unauthorized, UNREACHABLE",
    "403, Forbidden, UNREACHABLE",
    "429, TooManyRequests, UNREACHABLE",
    "500, InternalError, UNREACHABLE",
    "502, BadGateway, UNREACHABLE",
    "400, ValidationError, REJECTED",
    "404, ResourceNotFound, REJECTED",
    "200, ValidationError, REJECTED",
    "307, Elsewhere, REJECTED",
  })
  void aRequestThatIsRefusedIsMappedByCodeAndStatus(int status, String code, SendResult result) {
    solapi.answer(status, "{\"errorCode\":\"%s\",\"errorMessage\":\"135790\"}".formatted(code));
    refused(code, result);
  }

  private void refused(String code, SendResult result) {
    try (LogCapture log = LogCapture.of(SolapiSmsGateway.class)) {
      assertThat(gateway(options()).send(TestMessage.of(TEXT))).isEqualTo(result);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("message-1", code)
          .doesNotContain(TestMessage.CODE, SECRET, "12345678");
    }
    assertThat(solapi.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ok", "[]", "{\"failedMessageList\":[", "{\"errorCode"})
  void anUnreadableSuccessIsUnknown(String body) {
    solapi.answer(200, body);
    assertThat(gateway(options()).send(TestMessage.of(TEXT))).isEqualTo(SendResult.UNKNOWN);
  }

  @Test
  void readsALongAnswerButNoneWithoutEnd() {
    solapi.answer(200, SENT.formatted("\"" + "x".repeat(20_000) + "\""));
    assertThat(gateway(options()).send(TestMessage.of(TEXT))).isEqualTo(SendResult.ACCEPTED);
    solapi.answer(200, SENT.formatted("\"" + "x".repeat(200_000) + "\""));
    assertThat(gateway(options()).send(TestMessage.of(TEXT))).isEqualTo(SendResult.UNKNOWN);
  }

  @Test
  void reusesItsConnection() {
    SmsGateway gateway = gateway(options());
    for (int i = 0; i < 5; i++) {
      gateway.send(TestMessage.of(TEXT));
    }
    assertThat(solapi.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          api-key; a key, s3cret-of-the-key
          from; +82212345678
          from; ACME
          from; XX=0212345678
          base-url; ftp://api.solapi.com
          kakao-pf-id; ' '
          kakao-pf-id; a b
          kakao-template-id; a b
          connect-timeout; never
          read-timeout; 0
          """)
  void aWrongOptionIsRefusedByItsNameAndShowsNoSecret(String name, String value) {
    Map<String, String> options = withKakao();
    options.put(name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gateway(options))
        .withMessageStartingWith("spi-sms-gateway--solapi--" + name + " ")
        .withMessageNotContaining(SECRET)
        .withNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api-key", "api-secret", "from"})
  void namesTheMandatoryOptionThatIsMissing(String name) {
    Map<String, String> options = options();
    options.remove(name);
    assertThat(new SolapiConfig(new GatewayOptions("solapi", options::get)).missing())
        .isEqualTo(Optional.of("spi-sms-gateway--solapi--" + name));
  }

  @Test
  void everyOptionIsDocumentedAndSecretsAreMarked() {
    assertThat(new SolapiSmsGatewayFactory().getConfigMetadata())
        .allSatisfy(option -> assertThat(option.getHelpText()).isNotBlank())
        .extracting(ProviderConfigProperty::getName)
        .containsExactly(
            "api-key",
            "api-secret",
            "from",
            "base-url",
            "kakao-pf-id",
            "kakao-template-id",
            "webhook-secret",
            "connect-timeout",
            "read-timeout");
    assertThat(new SolapiSmsGatewayFactory().getConfigMetadata())
        .filteredOn(ProviderConfigProperty::isSecret)
        .extracting(ProviderConfigProperty::getName)
        .containsExactly("api-secret", "webhook-secret");
  }

  private Map<String, String> options() {
    return new HashMap<>(
        Map.of(
            "api-key",
            KEY,
            "api-secret",
            SECRET,
            "from",
            "02-1234-5678",
            "base-url",
            solapi.url()));
  }

  private Map<String, String> withKakao() {
    Map<String, String> options = options();
    options.putAll(Map.of("kakao-pf-id", "KA01PF", "kakao-template-id", "KA01TP"));
    return options;
  }

  private static SmsGateway gateway(Map<String, String> options) {
    return new SolapiSmsGateway(
        new SolapiConfig(new GatewayOptions("solapi", options::get)), () -> NOW);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}

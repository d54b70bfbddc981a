package io.github.phoneidentity.sms.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.Submission;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.testing.TestMessage;
import io.github.phoneidentity.testing.VendorListener;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.provider.ProviderConfigProperty;

/** The requests that Twilio's documentation describes, and what its answers mean. */
class TwilioSmsGatewayTest {

  private static final String DIGITS = "0".repeat(32);
  private static final String TOKEN = "s3cret-token";
  private static final String TEXT = "\"코드\" 135790 & 100%+1=2\n@example.com #135790";

  private static final Optional<URI> RECEIPTS =
      Optional.of(URI.create("https://example.com/realms/demo/phone-identity/receipts/twilio"));

  private final VendorListener twilio =
      new VendorListener().answer(201, "{\"sid\":\"SM\",\"status\":\"queued\",\"code\":null}");

  @AfterEach
  void stop() {
    twilio.close();
  }

  @Test
  void createsAMessageAsTheAccount() {
    assertThat(send(Map.of())).isEqualTo(SendResult.ACCEPTED);

    VendorListener.Request request = twilio.last();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/AC" + DIGITS + "/Messages.json");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.form())
        .containsExactly(
            entry("To", "+821012345678"), entry("From", "+12025550123"), entry("Body", TEXT));
    // printf 'AC00000000000000000000000000000000:s3cret-token' | base64 -w0
    assertThat(request.header("Authorization"))
        .isEqualTo("Basic QUMwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpzM2NyZXQtdG9rZW4=");
  }

  @Test
  void anApiKeyReplacesTheAccountsToken() {
    Map<String, String> options = options();
    options.remove("auth-token");
    options.putAll(Map.of("api-key", "SK" + DIGITS, "api-key-secret", TOKEN));

    assertThat(gateway(options).send(TestMessage.of(TEXT))).isEqualTo(SendResult.ACCEPTED);

    assertThat(twilio.last().path()).contains("/AC" + DIGITS + "/");
    // printf 'SK00000000000000000000000000000000:s3cret-token' | base64 -w0
    assertThat(twilio.last().header("Authorization"))
        .isEqualTo("Basic U0swMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDpzM2NyZXQtdG9rZW4=");
  }

  @ParameterizedTest
  @CsvSource({
    "'KR=ACME,*=+12025550123', +821012345678, From=ACME",
    "'KR=ACME,*=+12025550123', +447400123456, From=+12025550123",
    "'US|CA=12345', +12025550199, From=12345",
    "'KR=ACME', +447400123456, MessagingServiceSid",
    "'', +447400123456, MessagingServiceSid",
  })
  void theSenderDependsOnTheCountry(String from, String to, String sender) {
    Map<String, String> options = options();
    options.putAll(Map.of("from", from, "messaging-service-sid", "MG" + DIGITS));

    assertThat(gateway(options).send(TestMessage.to(to, TEXT))).isEqualTo(SendResult.ACCEPTED);

    String name = sender.split("=")[0];
    String value = sender.contains("=") ? sender.split("=")[1] : "MG" + DIGITS;
    assertThat(twilio.last().form()).containsEntry(name, value).hasSize(3);
  }

  @Test
  void aCountryWithoutSenderIsNotServed() {
    Map<String, String> options = options();
    options.put("from", "US=+12025550123");

    assertThat(gateway(options).serves(new PhoneNumber("+821012345678"))).isFalse();
    assertThat(gateway(options).serves(new PhoneNumber("+12015550123"))).isTrue();
    options.put("messaging-service-sid", "MG" + DIGITS);
    assertThat(gateway(options).serves(new PhoneNumber("+821012345678"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "400, 21211, REJECTED",
    "400, 21408, UNREACHABLE",
    "403, 21408, UNREACHABLE",
    "400, 21610, REJECTED",
    "400, 21612, UNREACHABLE",
    "400, 21614, REJECTED",
    "400, 21617, REJECTED",
    "400, 99999, REJECTED",
    "400, 10001, UNREACHABLE",
    "401, 20003, UNREACHABLE",
    "403, 20003, UNREACHABLE",
    "400, 20005, UNREACHABLE",
    "404, 20404, UNREACHABLE",
    "400, 21606, UNREACHABLE",
    "400, 21660, UNREACHABLE",
    "400, 21703, UNREACHABLE",
    "400, 21611, UNREACHABLE",
    "429, 20429, UNREACHABLE",
    "401, 99999, UNREACHABLE",
    "403, 99999, UNREACHABLE",
    "429, 99999, UNREACHABLE",
    "500, 20500, UNREACHABLE",
    "503, 20503, UNREACHABLE",
    "307, 0, REJECTED",
  })
  void theCodeAndThenTheStatusDecide(int status, int code, SendResult result) {
    String body =
        "{\"code\":%d,\"message\":\"%s\",\"more_info\":\"https://www.twilio.com\",\"status\":%d}"
            .formatted(code, TestMessage.CODE, status);
    twilio.answer(status, body);

    try (LogCapture log = LogCapture.of(TwilioSmsGateway.class)) {
      assertThat(send(Map.of())).isEqualTo(result);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("message-1", "status=" + status, String.valueOf(code))
          .doesNotContain(TestMessage.CODE, TOKEN, "12345678");
    }
    assertThat(twilio.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"400, REJECTED", "401, UNREACHABLE", "502, UNREACHABLE", "200, ACCEPTED"})
  void withoutReadableBodyTheStatusDecides(int status, SendResult result) {
    for (String body : new String[] {"", "<html>", "[]", "{\"code\":" + "1".repeat(10_000)}) {
      twilio.answer(status, body);
      assertThat(send(Map.of())).isEqualTo(result);
    }
  }

  @Test
  void asksForReceiptsAtTheUrlOfTheText() {
    Submission submission = gateway(options()).submit(TestMessage.of(TEXT), RECEIPTS);

    assertThat(submission).isEqualTo(Submission.of(SendResult.ACCEPTED));
    assertThat(twilio.last().form())
        .containsEntry("StatusCallback", RECEIPTS.get() + "?id=message-1")
        .doesNotContainKey("ProvideFeedback");
  }

  @Test
  void withAnApiKeyNoReceiptIsAskedForBecauseNoneCanBeVerified() {
    Map<String, String> options = options();
    options.remove("auth-token");
    options.putAll(Map.of("api-key", "SK" + DIGITS, "api-key-secret", TOKEN));

    gateway(options).submit(TestMessage.of(TEXT), RECEIPTS);

    assertThat(twilio.last().form()).doesNotContainKey("StatusCallback");
  }

  @Test
  void textIsSentWithoutReceiptsWhereTwilioDoesNotAcceptTheUrl() {
    twilio.answer(
        request ->
            request.form().containsKey("StatusCallback")
                ? new VendorListener.Answer(400, "{\"code\":21609,\"status\":400}")
                : new VendorListener.Answer(201, "{}"));

    assertThat(gateway(options()).submit(TestMessage.of(TEXT), RECEIPTS).result())
        .isEqualTo(SendResult.ACCEPTED);
    assertThat(twilio.requests()).hasSize(2);
    assertThat(twilio.last().form()).containsEntry("Body", TEXT);
  }

  @Test
  void urlThatTwilioDoesNotAcceptIsNotOfferedForTenMinutes() {
    AtomicLong nanos = new AtomicLong();
    TwilioSmsGateway gateway =
        new TwilioSmsGateway(config(options()), new RefusedCallbacks(nanos::get));
    twilio.answer(400, "{\"code\":21609,\"status\":400}");
    gateway.submit(TestMessage.of(TEXT), RECEIPTS);
    twilio.answer(201, "{}");

    nanos.addAndGet(Duration.ofMinutes(10).toNanos() - 1);
    gateway.submit(TestMessage.of(TEXT), RECEIPTS);
    assertThat(twilio.requests()).hasSize(3);
    assertThat(twilio.last().form()).doesNotContainKey("StatusCallback");
    gateway.submit(TestMessage.of(TEXT), Optional.of(URI.create("https://example.org/twilio")));
    assertThat(twilio.last().form()).as("another realm").containsKey("StatusCallback");

    nanos.addAndGet(1);
    gateway.submit(TestMessage.of(TEXT), RECEIPTS);
    assertThat(twilio.last().form()).containsKey("StatusCallback");
  }

  @Test
  void noticeHasNothingThatCouldBeConfirmed() {
    twilio.answer(201, "{\"sid\":\"SM" + DIGITS + "\"}");
    Map<String, String> options = options();
    options.put("message-feedback", "true");

    Submission submission =
        gateway(options).submit(TestMessage.notice("Your number was changed"), Optional.empty());

    assertThat(submission).isEqualTo(Submission.of(SendResult.ACCEPTED));
    assertThat(twilio.last().form()).doesNotContainKey("ProvideFeedback");
  }

  @Test
  void tellsTwilioThatACodeWasConfirmedIfAnOptionAsksForIt() {
    String sid = "SM" + "0123456789abcdef".repeat(2);
    twilio.answer(201, "{\"sid\":\"" + sid + "\",\"body\":\"…\"}");
    Map<String, String> options = options();
    options.put("message-feedback", "true");
    SmsGateway gateway = gateway(options);

    Submission submission = gateway.submit(TestMessage.of(TEXT), Optional.empty());

    assertThat(submission).isEqualTo(new Submission(SendResult.ACCEPTED, Optional.of(sid)));
    assertThat(twilio.last().form()).containsEntry("ProvideFeedback", "true");
    assertThat(gateway(options()).submit(TestMessage.of(TEXT), Optional.empty()).conversionId())
        .isEmpty();

    gateway.converted(sid);

    assertThat(twilio.last().path())
        .isEqualTo("/2010-04-01/Accounts/AC" + DIGITS + "/Messages/" + sid + "/Feedback.json");
    assertThat(twilio.last().form()).containsExactly(entry("Outcome", "confirmed"));
    assertThat(twilio.last().header("Authorization")).startsWith("Basic ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"sid\":\"SM/../Calls\"}", "{\"sid\":17}", "[]", "<html>"})
  void textWithoutReadableSidHasNoConversion(String body) {
    twilio.answer(201, body);
    Map<String, String> options = options();
    options.put("message-feedback", "true");

    assertThat(gateway(options).submit(TestMessage.of(TEXT), Optional.empty()))
        .isEqualTo(Submission.of(SendResult.ACCEPTED));
  }

  @Test
  void refusedFeedbackIsLogged() {
    twilio.answer(404, "{\"code\":20404}");
    try (LogCapture log = LogCapture.of(TwilioSmsGateway.class)) {
      gateway(options()).converted("SM" + DIGITS);
      assertThat(log.lines()).singleElement().asString().startsWith("WARN").contains("404");
    }
  }

  @Test
  void reusesItsConnection() {
    SmsGateway gateway = gateway(options());
    for (int i = 0; i < 5; i++) {
      assertThat(gateway.send(TestMessage.of(TEXT))).isEqualTo(SendResult.ACCEPTED);
    }
    assertThat(twilio.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          account-sid; s3cret-token
          api-key; s3cret-token
          api-key-secret; s3cret-token
          messaging-service-sid; s3cret-token
          from; +0123
          from; a-sender-that-is-too-long
          from; XX=ACME
          base-url; api.twilio.com
          base-url; https://s3cret-token@api.twilio.com
          base-url; https://api.twilio.com/?a=b
          connect-timeout; 0
          read-timeout; 61s
          message-feedback; yes
          """)
  void aWrongOptionIsRefusedByItsNameAndShowsNoSecret(String name, String value) {
    Map<String, String> options = options();
    options.put(name, value);
    String named = name.equals("api-key-secret") ? "api-key" : name;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gateway(options))
        .withMessageStartingWith("spi-sms-gateway--twilio--" + named + " ")
        .withMessageNotContaining(TOKEN)
        .withNoCause();
  }

  @Test
  void tokenAndApiKeyExcludeEachOther() {
    Map<String, String> options = options();
    options.putAll(Map.of("api-key", "SK" + DIGITS, "api-key-secret", TOKEN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gateway(options))
        .withMessage("spi-sms-gateway--twilio--auth-token and api-key exclude each other");
  }

  @ParameterizedTest
  @CsvSource({"account-sid", "auth-token", "from"})
  void namesTheMandatoryOptionThatIsMissing(String name) {
    Map<String, String> options = options();
    options.remove(name);
    assertThat(new TwilioConfig(new GatewayOptions("twilio", options::get)).missing())
        .isEqualTo(Optional.of("spi-sms-gateway--twilio--" + name));
  }

  @Test
  void everyOptionIsDocumentedAndSecretsAreMarked() {
    assertThat(new TwilioSmsGatewayFactory().getConfigMetadata())
        .allSatisfy(option -> assertThat(option.getHelpText()).isNotBlank())
        .extracting(ProviderConfigProperty::getName)
        .containsExactly(
            "account-sid",
            "auth-token",
            "api-key",
            "api-key-secret",
            "from",
            "messaging-service-sid",
            "base-url",
            "message-feedback",
            "connect-timeout",
            "read-timeout");
    assertThat(new TwilioSmsGatewayFactory().getConfigMetadata())
        .filteredOn(ProviderConfigProperty::isSecret)
        .extracting(ProviderConfigProperty::getName)
        .containsExactly("auth-token", "api-key-secret");
  }

  private SendResult send(Map<String, String> changes) {
    Map<String, String> options = options();
    options.putAll(changes);
    return gateway(options).send(TestMessage.of(TEXT));
  }

  private Map<String, String> options() {
    return new HashMap<>(
        Map.of(
            "account-sid",
            "AC" + DIGITS,
            "auth-token",
            TOKEN,
            "from",
            "+12025550123",
            "base-url",
            twilio.url() + "/"));
  }

  private static SmsGateway gateway(Map<String, String> options) {
    return new TwilioSmsGateway(config(options));
  }

  private static TwilioConfig config(Map<String, String> options) {
    return new TwilioConfig(new GatewayOptions("twilio", options::get));
  }
}

package io.github.phoneidentity.sms.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.testing.TestMessage;
import io.github.phoneidentity.testing.VendorListener;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
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

/** The requests that the documentation of SNS describes, and what its answers mean. */
class SnsSmsGatewayTest {

  private static final String SECRET = "s3cret/access+key";
  private static final String TOKEN = "s3cret/session+token==";
  private static final String TEXT = "코드 135790 & 100%+1=2\n@example.com #135790";
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(20260504/eu-west-1/sns/aws4_request),"
              + " SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

  private final VendorListener sns =
      new VendorListener()
          .answer(200, "<PublishResponse><MessageId>1</MessageId></PublishResponse>");
  private Optional<AwsCredentials> credentials =
      Optional.of(new AwsCredentials("AKIDEXAMPLE", SECRET, Optional.of(TOKEN), Optional.empty()));
  private int reads;

  @AfterEach
  void stop() {
    sns.close();
  }

  @Test
  void publishesATransactionalTextWithSenderId() {
    assertThat(send(Map.of("sender-id", "KR=ACME,*=OTHER"))).isEqualTo(SendResult.ACCEPTED);

    assertThat(sns.last().method()).isEqualTo("POST");
    assertThat(sns.last().path()).isEqualTo("/");
    assertThat(sns.last().header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(sns.last().form())
        .containsExactly(
            entry("Action", "Publish"),
            entry("Version", "2010-03-31"),
            entry("PhoneNumber", "+821012345678"),
            entry("Message", TEXT),
            entry("MessageAttributes.entry.1.Name", "AWS.SNS.SMS.SMSType"),
            entry("MessageAttributes.entry.1.Value.DataType", "String"),
            entry("MessageAttributes.entry.1.Value.StringValue", "Transactional"),
            entry("MessageAttributes.entry.2.Name", "AWS.SNS.SMS.SenderID"),
            entry("MessageAttributes.entry.2.Value.DataType", "String"),
            entry("MessageAttributes.entry.2.Value.StringValue", "ACME"));
  }

  @Test
  void aCountryWithoutSenderIdHasTheAccounts() {
    assertThat(send(Map.of("sender-id", "GB=ACME"))).isEqualTo(SendResult.ACCEPTED);
    assertThat(sns.last().body()).doesNotContain("SenderID");
  }

  /** Recomputed from the request as it arrived, step by step as the documentation lists them. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isSignedByVersion4(boolean temporary) throws GeneralSecurityException {
    if (!temporary) {
      credentials =
          Optional.of(
              new AwsCredentials("AKIDEXAMPLE", SECRET, Optional.empty(), Optional.empty()));
    }
    send(Map.of());
    VendorListener.Request request = sns.last();
    Matcher header = AUTHORIZATION.matcher(request.header("Authorization"));
    assertThat(header.matches()).isTrue();
    assertThat(request.header("X-Amz-Date")).isEqualTo("20260504T030201Z");
    assertThat(request.header("X-Amz-Security-Token")).isEqualTo(temporary ? TOKEN : null);
    assertThat(header.group(2))
        .isEqualTo("content-type;host;x-amz-date" + (temporary ? ";x-amz-security-token" : ""));

    StringBuilder canonical = new StringBuilder("POST\n/\n\n");
    for (String name : header.group(2).split(";")) {
      canonical.append(name).append(':').append(request.header(name).strip()).append('\n');
    }
    canonical.append('\n').append(header.group(2)).append('\n').append(sha256(request.body()));
    byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
    for (String part : header.group(1).split("/")) {
      key = hmac(key, part);
    }
    String toSign =
        "AWS4-HMAC-SHA256\n20260504T030201Z\n"
            + header.group(1)
            + "\n"
            + sha256(canonical.toString());
    assertThat(header.group(3)).isEqualTo(HexFormat.of().formatHex(hmac(key, toSign)));
  }

  @ParameterizedTest
  @CsvSource({
    "403, AuthorizationError, UNREACHABLE",
    "403, AccessDenied, UNREACHABLE",
    "403, InvalidClientTokenId, UNREACHABLE",
    "403, SignatureDoesNotMatch, UNREACHABLE",
    "403, ExpiredToken, UNREACHABLE",
    "400, ExpiredTokenException, UNREACHABLE",
    "400, IncompleteSignature, UNREACHABLE",
    "403, InvalidSecurity, UNREACHABLE",
    "403, OptInRequired, UNREACHABLE",
    "403, SomethingNew, UNREACHABLE",
    "400, Throttling, UNREACHABLE",
    "429, Throttled, UNREACHABLE",
    "500, InternalError, UNREACHABLE",
    "503, ServiceUnavailable, UNREACHABLE",
    "400, InvalidParameter, REJECTED",
    "400, InvalidParameterValue, REJECTED",
    "400, OptedOut, REJECTED",
    "400, ValidationException, REJECTED",
    "404, NotFound, REJECTED",
    "400, SomethingNew, REJECTED",
    "307, TemporaryRedirect, REJECTED",
  })
  void theCodeAndThenTheStatusDecide(int status, String code, SendResult result) {
    sns.answer(
        status,
        """
        <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>
        <Code>%s</Code><Message>%s</Message></Error><RequestId>1</RequestId></ErrorResponse>
        """
            .formatted(code, TEXT));
    try (LogCapture log = LogCapture.of(SnsSmsGateway.class)) {
      assertThat(send(Map.of())).isEqualTo(result);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN")
          .contains("message-1", code)
          .doesNotContain(TestMessage.CODE, "s3cret", "12345678");
    }
    assertThat(sns.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"400, REJECTED", "403, UNREACHABLE", "500, UNREACHABLE", "200, ACCEPTED"})
  void withoutReadableBodyTheStatusDecides(int status, SendResult result) {
    for (String body : List.of("", "{}", "<Code>" + "x".repeat(10_000) + "</Code>")) {
      sns.answer(status, body);
      assertThat(send(Map.of())).isEqualTo(result);
    }
  }

  @Test
  void withoutCredentialsItIsUnreachableAndSaysSo() {
    credentials = Optional.empty();
    try (LogCapture log = LogCapture.of(SnsSmsGateway.class)) {
      assertThat(send(Map.of())).isEqualTo(SendResult.UNREACHABLE);
      assertThat(log.lines())
          .containsExactly("WARN Message message-1 was not sent: there are no AWS credentials");
    }
    assertThat(sns.requests()).isEmpty();
  }

  @Test
  void readsCredentialsAnewAfterTheirRefusal() {
    SmsGateway gateway = gateway(options());
    sns.answer(403, "<Error><Code>ExpiredToken</Code></Error>");
    gateway.send(TestMessage.of(TEXT));
    sns.answer(200, "<PublishResponse/>");
    gateway.send(TestMessage.of(TEXT));
    gateway.send(TestMessage.of(TEXT));
    assertThat(reads).isEqualTo(2);
    assertThat(sns.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          region; eu west 1
          region; https://sns.eu-west-1.amazonaws.com
          sender-id; 12345
          sender-id; a-sender-that-is-too-long
          sender-id; GB=A B
          sender-id; XX=ACME
          endpoint; sns.eu-west-1.amazonaws.com
          endpoint; https://s3cret@sns.eu-west-1.amazonaws.com
          connect-timeout; 0
          read-timeout; 2h
          """)
  void aWrongOptionIsRefusedByItsName(String name, String value) {
    Map<String, String> options = options();
    options.put(name, value);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gateway(options))
        .withMessageStartingWith("spi-sms-gateway--sns--" + name + " ")
        .withMessageNotContaining("s3cret")
        .withNoCause();
  }

  @Test
  void theRegionMakesTheEndpoint() {
    SnsConfig config =
        new SnsConfig(new GatewayOptions("sns", Map.of("region", "ap-northeast-1")::get));
    assertThat(config.endpoint()).hasToString("https://sns.ap-northeast-1.amazonaws.com/");
    assertThat(config.missing()).isEmpty();
    assertThat(new SnsConfig(new GatewayOptions("sns", name -> null)).missing())
        .contains("spi-sms-gateway--sns--region");
  }

  @Test
  void everyOptionIsDocumentedAndTheLongestSendHasTimeForCredentials() {
    SnsSmsGatewayFactory factory = new SnsSmsGatewayFactory();
    List<String> names = new ArrayList<>();
    for (ProviderConfigProperty option : factory.getConfigMetadata()) {
      assertThat(option.getHelpText()).isNotBlank();
      names.add(option.getName());
    }
    assertThat(names)
        .containsExactly("region", "sender-id", "endpoint", "connect-timeout", "read-timeout");
    assertThat(factory.longestSend(new GatewayOptions("sns", name -> null)))
        .isEqualTo(Duration.ofSeconds(15));
  }

  private SendResult send(Map<String, String> changes) {
    Map<String, String> options = options();
    options.putAll(changes);
    return gateway(options).send(TestMessage.of(TEXT));
  }

  private Map<String, String> options() {
    return new HashMap<>(Map.of("region", "eu-west-1", "endpoint", sns.url()));
  }

  private SmsGateway gateway(Map<String, String> options) {
    CredentialsSource source =
        () -> {
          reads++;
          return credentials;
        };
    return new SnsSmsGateway(
        new SnsConfig(new GatewayOptions("sns", options::get)),
        new CredentialsChain(List.of(source), () -> NOW),
        () -> NOW);
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] hmac(byte[] key, String message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
  }
}

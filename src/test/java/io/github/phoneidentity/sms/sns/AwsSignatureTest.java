package io.github.phoneidentity.sms.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The signer against values that AWS publishes. */
class AwsSignatureTest {

  private static final String KEY_ID = "AKIDEXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final Instant TIME = Instant.parse("2015-08-30T12:36:00Z");
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final byte[] BODY = "Param1=value1".getBytes(StandardCharsets.US_ASCII);

  @Test
  void derivesTheSigningKeyOfTheDocumentation() {
    assertThat(
            HexFormat.of()
                .formatHex(new AwsSignature("us-east-1", "iam").signingKey(SECRET, "20150830")))
        .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  }

  /** Case post-x-www-form-urlencoded of AWS's test suite for Signature Version 4. */
  @Test
  void signsTheFormOfTheTestSuite() {
    assertThat(headers("https://example.amazonaws.com/", Optional.empty()))
        .isEqualTo(
            Map.of(
                "x-amz-date",
                "20150830T123600Z",
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                    + " SignedHeaders=content-type;host;x-amz-date,"
                    + " Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.amazonaws.com, true",
    "https://example.amazonaws.com:443/, true",
    "https://example.amazonaws.com:8443/, false",
    "http://example.amazonaws.com:443/, false",
  })
  void signsTheHostAsItIsSent(String url, boolean same) {
    String published = headers("https://example.amazonaws.com/", Optional.empty()).toString();
    assertThat(headers(url, Optional.empty()).toString().equals(published)).isEqualTo(same);
  }

  @Test
  void signsTheTokenOfTemporaryCredentials() {
    Map<String, String> headers = headers("https://example.amazonaws.com/", Optional.of("token"));
    assertThat(headers).containsEntry("x-amz-security-token", "token");
    assertThat(headers.get("Authorization"))
        .contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,");
  }

  private static Map<String, String> headers(String url, Optional<String> token) {
    return new AwsSignature("us-east-1", "service")
        .headers(
            URI.create(url),
            FORM,
            BODY,
            new AwsCredentials(KEY_ID, SECRET, token, Optional.empty()),
            TIME);
  }
}

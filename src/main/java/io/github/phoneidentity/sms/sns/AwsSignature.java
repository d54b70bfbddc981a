package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.sms.client.HmacSha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Signs a POST to the root of a service, without query, by <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">
 * Signature Version 4</a>.
 *
 * @param region the region of the service, such as {@code eu-west-1}
 * @param service the service, such as {@code sns}
 */
record AwsSignature(String region, String service) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String TERMINATOR = "aws4_request";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int LENGTH_OF_DATE = 8;

  /**
   * The headers that sign the request. They are to be sent beside {@code contentType}, which is
   * signed with them.
   */
  Map<String, String> headers(
      URI url, String contentType, byte[] body, AwsCredentials credentials, Instant time) {
    String timestamp = TIME.format(time);
    SortedMap<String, String> signed = new TreeMap<>();
    signed.put("content-type", contentType);
    signed.put("host", host(url));
    signed.put("x-amz-date", timestamp);
    credentials.sessionToken().ifPresent(token -> signed.put("x-amz-security-token", token));
    String names = String.join(";", signed.keySet());
    String scope =
        String.join("/", timestamp.substring(0, LENGTH_OF_DATE), region, service, TERMINATOR);
    String signature =
        HexFormat.of()
            .formatHex(
                HmacSha256.of(
                    signingKey(
                        credentials.secretAccessKey(), timestamp.substring(0, LENGTH_OF_DATE)),
                    String.join(
                        "\n",
                        ALGORITHM,
                        timestamp,
                        scope,
                        sha256(canonical(url, signed, names, body)))));

    Map<String, String> headers = new TreeMap<>(signed);
    headers.keySet().removeIf(name -> !name.startsWith("x-amz-"));
    headers.put(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, credentials.accessKeyId(), scope, names, signature));
    return headers;
  }

  byte[] signingKey(String secretAccessKey, String date) {
    byte[] key = ("AWS4" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
    for (String part : new String[] {date, region, service, TERMINATOR}) {
      key = HmacSha256.of(key, part);
    }
    return key;
  }

  private static byte[] canonical(
      URI url, SortedMap<String, String> signed, String names, byte[] body) {
    String lines =
        signed.entrySet().stream()
            .map(header -> header.getKey() + ":" + header.getValue() + "\n")
            .collect(Collectors.joining());
    return String.join("\n", "POST", path(url), "", lines, names, sha256(body))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String path(URI url) {
    return url.getRawPath().isEmpty() ? "/" : url.getRawPath();
  }

  /** The Host header as the JDK's HTTP client sends it: without the port of the scheme. */
  private static String host(URI url) {
    int usual = url.getScheme().equals("https") ? 443 : 80;
    return url.getPort() == -1 || url.getPort() == usual
        ? url.getHost()
        : url.getHost() + ":" + url.getPort();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}

package io.github.phoneidentity.sms.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a request, so that the service can verify its sender and its time.
 *
 * <p>{@code X-Phone-Identity-Timestamp} is the time of sending in epoch seconds; {@code
 * X-Phone-Identity-Signature} is <code>sha256=</code> and, in lower-case hexadecimal digits,
 * HMAC-SHA-256 (RFC 2104) under the shared secret (UTF-8) over the timestamp, a dot and the bytes
 * of the body. A service must compare it in constant time and reject old timestamps.
 */
final class RequestSignature {

  static final String TIMESTAMP_HEADER = "X-Phone-Identity-Timestamp";
  static final String SIGNATURE_HEADER = "X-Phone-Identity-Signature";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  RequestSignature(String secret) {
    key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** The value of {@value #SIGNATURE_HEADER}. */
  String of(String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}

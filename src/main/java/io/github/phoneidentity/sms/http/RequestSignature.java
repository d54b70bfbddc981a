package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.client.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Signs a request, so that the service can verify its sender and its time, and verifies a request
 * of the service.
 *
 * <p>{@code X-Phone-Identity-Timestamp} is the time of sending in epoch seconds; {@code
 * X-Phone-Identity-Signature} is <code>sha256=</code> and, in lower-case hexadecimal digits,
 * HMAC-SHA-256 (RFC 2104) under the shared secret (UTF-8) over the timestamp, a dot and the bytes
 * of the body. A service must compare it in constant time and reject old timestamps.
 */
final class RequestSignature {

  static final String TIMESTAMP_HEADER = "X-Phone-Identity-Timestamp";
  static final String SIGNATURE_HEADER = "X-Phone-Identity-Signature";

  private final byte[] key;

  RequestSignature(String secret) {
    key = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** The value of {@value #SIGNATURE_HEADER}. */
  String of(String timestamp, byte[] body) {
    byte[] head = (timestamp + ".").getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    return "sha256=" + HexFormat.of().formatHex(HmacSha256.of(key, message));
  }

  /** Whether this is the signature, compared in constant time. */
  boolean isOf(String signature, String timestamp, byte[] body) {
    return MessageDigest.isEqual(
        signature.getBytes(StandardCharsets.UTF_8),
        of(timestamp, body).getBytes(StandardCharsets.UTF_8));
  }
}

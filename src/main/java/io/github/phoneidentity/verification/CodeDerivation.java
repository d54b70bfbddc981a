package io.github.phoneidentity.verification;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Derives a code from a secret instead of storing it: HMAC-SHA-512 over the challenge, and the
 * dynamic truncation of RFC 4226, section 5.3. The code can only be computed with the realm's
 * secret and the server's pepper, if there is one.
 */
final class CodeDerivation {

  private static final String ALGORITHM = "HmacSHA512";
  private static final String LABEL = "phone-identity code 1";

  private final byte[] pepper;

  /**
   * @param pepper a secret that is not stored in the database; null or empty for none
   */
  CodeDerivation(@Nullable String pepper) {
    this.pepper = pepper == null ? new byte[0] : pepper.getBytes(StandardCharsets.UTF_8);
  }

  /** The code of {@code digits} digits, with leading zeros. */
  String code(
      SecretKey secret,
      int digits,
      String challengeId,
      Purpose purpose,
      String realmId,
      String recipient) {
    byte[] mac = mac(secret, message(challengeId, purpose.id(), realmId, recipient));
    if (pepper.length > 0) {
      mac = mac(new SecretKeySpec(pepper, ALGORITHM), mac);
    }
    int offset = mac[mac.length - 1] & 0xf;
    int truncated = ByteBuffer.wrap(mac, offset, Integer.BYTES).getInt() & 0x7fffffff;
    return ("%0" + digits + "d").formatted(truncated % (int) Math.pow(10, digits));
  }

  /** Prefixes each part with its length, so that no two sets of parts make the same message. */
  private static byte[] message(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(LABEL);
      for (String part : parts) {
        out.writeUTF(part);
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  private static byte[] mac(SecretKey key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No " + ALGORITHM, e);
    }
  }
}

package io.github.phoneidentity.sms.solapi;

import io.github.phoneidentity.sms.client.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Signs the time and a salt, as <a
 * href="https://developers.solapi.com/references/authentication/api-key">SOLAPI's API keys</a> do.
 * A signature is accepted once.
 */
record SolapiSignature(String apiKey, String secret) {

  /**
   * The value of the Authorization header.
   *
   * @param salt 12 to 64 random characters
   */
  String authorization(Instant time, String salt) {
    byte[] signature = HmacSha256.of(secret.getBytes(StandardCharsets.UTF_8), time + salt);
    return "HMAC-SHA256 apiKey=%s, date=%s, salt=%s, signature=%s"
        .formatted(apiKey, time, salt, HexFormat.of().formatHex(signature));
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "SolapiSignature[apiKey=" + apiKey + "]";
  }
}

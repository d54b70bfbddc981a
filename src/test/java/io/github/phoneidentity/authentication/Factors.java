package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Users who have second factors already. */
public final class Factors {

  /** What a user with {@link #recoveryCodes} types. */
  static final String RECOVERY_CODE = "ABCDEFGHJKLM";

  private static final String SECRET = "a-secret-of-the-test";

  private Factors() {}

  /** Makes a user who has enrolled the number on file, and gives the id. */
  public static String createUserWithSms(TestRealm realm, TestUser user) {
    return createUser(realm, user, List.of(sms(user.phone(), true)));
  }

  /** Makes a user with these credentials besides the password, the preferred one first. */
  static String createUser(TestRealm realm, TestUser user, List<Map<String, Object>> factors) {
    Map<String, Object> representation = new HashMap<>(user.representation());
    List<Object> credentials = new ArrayList<>((List<?>) representation.get("credentials"));
    credentials.addAll(factors);
    representation.put("credentials", credentials);
    return realm.createUser(representation);
  }

  public static Map<String, Object> sms(String phone, boolean onFile) {
    return Map.of(
        "type",
        "sms-otp",
        "userLabel",
        phone.substring(0, 3) + "******" + phone.substring(9),
        "secretData",
        "{}",
        "credentialData",
        "{\"number\":\"%s\",\"onFile\":%s}".formatted(phone, onFile));
  }

  public static Map<String, Object> totp() {
    return Map.of(
        "type",
        "otp",
        "secretData",
        "{\"value\":\"" + SECRET + "\"}",
        "credentialData",
        "{\"subType\":\"totp\",\"digits\":6,\"period\":30,\"algorithm\":\"HmacSHA1\"}");
  }

  /** Two recovery codes, of which the first is {@link #RECOVERY_CODE}. */
  public static Map<String, Object> recoveryCodes() {
    return Map.of(
        "type", "recovery-authn-codes",
        "secretData",
            "{\"codes\":[%s,%s]}"
                .formatted(recoveryCode(1, RECOVERY_CODE), recoveryCode(2, "NEXT")),
        "credentialData", "{\"algorithm\":\"SHA-512\",\"totalCodes\":2,\"remainingCodes\":2}");
  }

  /**
   * A passkey whose private key nobody has.
   *
   * @param type {@code webauthn} for a second factor, {@code webauthn-passwordless} for a login
   */
  public static Map<String, Object> passkey(String type) {
    return Map.of(
        "type", type,
        "userLabel", "A key of the test",
        "secretData", "{}",
        "credentialData",
            """
            {"aaguid":"00000000-0000-0000-0000-000000000000","credentialId":"a2V5","counter":0,
             "credentialPublicKey":"a2V5","attestationStatementFormat":"none","transports":[]}
            """);
  }

  private static String recoveryCode(int number, String code) {
    return "{\"number\":%d,\"encodedHashedValue\":\"%s\"}".formatted(number, sha512(code));
  }

  private static String sha512(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-512").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The one-time password of now (RFC 6238). */
  static String totpCode() {
    return totpCode(SECRET);
  }

  /** What an authenticator app with this secret shows now. */
  static String totpCode(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      long step = Instant.now().getEpochSecond() / 30;
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int code = (ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff) % 1_000_000;
      return "%06d".formatted(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The user's credentials of type sms-otp, as the admin REST API shows them. */
  static List<Map<String, Object>> smsOf(TestRealm realm, String userId) {
    return realm
        .admin()
        .get("/users/{id}/credentials", userId)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("findAll { it.type == 'sms-otp' }");
  }

  /** Whether this is the password of a user with SMS as the only second factor. */
  static boolean isPassword(TestRealm realm, TestUser user, String password) {
    return realm.passwordGrant(user.username(), password).asString().contains("sms_code_required");
  }
}

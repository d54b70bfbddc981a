package io.github.phoneidentity.verification;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Derives the code of a challenge from the realm's HS512 key whose id is stored with the challenge.
 */
final class ChallengeCodes {

  /** The outcome of a comparison. */
  enum Comparison {
    SAME,
    DIFFERENT,
    KEY_GONE
  }

  /** In place of a key id: the challenge has the fixed code of a test number. */
  static final String FIXED = "fixed";

  private final CodeDerivation derivation;

  ChallengeCodes(CodeDerivation derivation) {
    this.derivation = derivation;
  }

  /** The id of the key that new codes are derived from. */
  String activeKeyId(KeycloakSession session, RealmModel realm) {
    return session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512).getKid();
  }

  /** The code; empty if the realm no longer has the key or, for a fixed code, the test number. */
  Optional<String> code(KeycloakSession session, RealmModel realm, ChallengeEntity challenge) {
    if (challenge.keyId().equals(FIXED)) {
      return fixed(RealmPolicy.of(realm), challenge.recipient());
    }
    KeyWrapper key = session.keys().getKey(realm, challenge.keyId(), KeyUse.SIG, Algorithm.HS512);
    return Optional.ofNullable(key)
        .map(
            found ->
                derivation.code(
                    found.getSecretKey(),
                    challenge.codeLength(),
                    challenge.id(),
                    challenge.purpose(),
                    challenge.realmId(),
                    challenge.recipient().address()));
  }

  /** Whether it had the fixed code of a number that is no test number any more. */
  static boolean isWithoutItsCode(VerificationPolicy policy, ChallengeEntity challenge) {
    return challenge.keyId().equals(FIXED) && fixed(policy, challenge.recipient()).isEmpty();
  }

  /** The code of a test number; empty for any other recipient. */
  static Optional<String> fixed(VerificationPolicy policy, Recipient recipient) {
    return switch (recipient.channel()) {
      case sms -> PhoneNumber.ofE164(recipient.address()).flatMap(policy::testCode);
      case email -> Optional.empty();
    };
  }

  Comparison compare(
      KeycloakSession session, RealmModel realm, ChallengeEntity challenge, String guess) {
    return code(session, realm, challenge)
        .map(
            code ->
                MessageDigest.isEqual(ascii(code), ascii(guess))
                    ? Comparison.SAME
                    : Comparison.DIFFERENT)
        .orElse(Comparison.KEY_GONE);
  }

  private static byte[] ascii(String digits) {
    return digits.getBytes(StandardCharsets.US_ASCII);
  }
}

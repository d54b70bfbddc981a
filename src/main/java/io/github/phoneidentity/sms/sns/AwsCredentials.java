package io.github.phoneidentity.sms.sns;

import java.time.Instant;
import java.util.Optional;

/**
 * An access key of AWS.
 *
 * @param sessionToken the token of a temporary key
 * @param expiration the end of a temporary key; empty for one that is in force until it is replaced
 */
record AwsCredentials(
    String accessKeyId,
    String secretAccessKey,
    Optional<String> sessionToken,
    Optional<Instant> expiration) {

  /** Leaves the secrets out. */
  @Override
  public String toString() {
    return "AwsCredentials[expiration=" + expiration + "]";
  }
}

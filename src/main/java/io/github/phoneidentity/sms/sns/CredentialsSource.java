package io.github.phoneidentity.sms.sns;

import java.util.Optional;

/** A place from which the server may have AWS credentials. */
interface CredentialsSource {

  /**
   * Reads the credentials anew.
   *
   * @return empty if there are none here; the reason is in the log where somebody has meant them to
   *     be here
   */
  Optional<AwsCredentials> read();
}

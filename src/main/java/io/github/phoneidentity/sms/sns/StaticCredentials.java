package io.github.phoneidentity.sms.sns;

import java.util.Optional;
import java.util.function.Function;

/** Credentials whose three parts stand under names, such as environment variables. */
record StaticCredentials(
    Function<String, Optional<String>> values, String keyId, String secret, String token)
    implements CredentialsSource {

  static StaticCredentials ofProperties(AwsEnvironment environment) {
    return new StaticCredentials(
        environment::property, "aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken");
  }

  static StaticCredentials ofVariables(AwsEnvironment environment) {
    return new StaticCredentials(
        environment::variable, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");
  }

  @Override
  public Optional<AwsCredentials> read() {
    return values
        .apply(keyId)
        .flatMap(
            id ->
                values
                    .apply(secret)
                    .map(
                        key -> new AwsCredentials(id, key, values.apply(token), Optional.empty())));
  }
}

package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.sms.client.HttpOutcome;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The role of an EC2 instance, by version 2 of <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html">
 * its metadata service</a>.
 */
record InstanceCredentials(AwsEnvironment environment, CredentialsClient client)
    implements CredentialsSource {

  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String SECONDS = "300";

  private static final Logger LOG = Logger.getLogger(InstanceCredentials.class);

  @Override
  public Optional<AwsCredentials> read() {
    if (environment
        .variable("AWS_EC2_METADATA_DISABLED")
        .filter("true"::equalsIgnoreCase)
        .isPresent()) {
      return Optional.empty();
    }
    String service =
        environment
            .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT")
            .orElse("http://169.254.169.254")
            .replaceAll("/$", "");
    try {
      return token(service)
          .map(token -> Map.of("X-aws-ec2-metadata-token", token.strip()))
          .flatMap(
              headers ->
                  client
                      .exchange("GET", URI.create(service + ROLES), headers, null)
                      .flatMap(roles -> roles.lines().findFirst())
                      .flatMap(
                          role ->
                              client.exchange(
                                  "GET", URI.create(service + ROLES + role), headers, null)))
          .flatMap(CredentialsClient::ofJson);
    } catch (IllegalArgumentException e) {
      LOG.warn("AWS credentials of the instance: its metadata service has an unusable address");
      return Optional.empty();
    }
  }

  /** Nothing is logged without one: elsewhere than on an instance nobody answers. */
  private Optional<String> token(String service) {
    HttpOutcome outcome =
        client.attempt(
            "PUT",
            URI.create(service + "/latest/api/token"),
            Map.of("X-aws-ec2-metadata-token-ttl-seconds", SECONDS),
            new byte[0]);
    return outcome instanceof HttpOutcome.Answered answered && answered.status() == 200
        ? Optional.of(answered.body())
        : Optional.empty();
  }
}

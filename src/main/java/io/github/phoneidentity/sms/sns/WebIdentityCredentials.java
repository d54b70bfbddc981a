package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.sms.client.Form;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * A role that is assumed with a token of another identity provider, as Kubernetes gives it to a
 * pod: <a
 * href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">
 * AssumeRoleWithWebIdentity</a>, which is not signed.
 *
 * @param region the region whose token service is asked, unless {@code AWS_ENDPOINT_URL_STS} is set
 */
record WebIdentityCredentials(AwsEnvironment environment, CredentialsClient client, String region)
    implements CredentialsSource {

  private static final Logger LOG = Logger.getLogger(WebIdentityCredentials.class);

  @Override
  public Optional<AwsCredentials> read() {
    Optional<String> file = environment.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
    Optional<String> role = environment.variable("AWS_ROLE_ARN");
    if (file.isEmpty() || role.isEmpty()) {
      return Optional.empty();
    }
    try {
      return assume(role.get(), Files.readString(Path.of(file.get())).strip());
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("AWS credentials by web identity: %s", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private Optional<AwsCredentials> assume(String role, String token) {
    byte[] body =
        new Form()
            .add("Action", "AssumeRoleWithWebIdentity")
            .add("Version", "2011-06-15")
            .add("RoleArn", role)
            .add(
                "RoleSessionName",
                environment.variable("AWS_ROLE_SESSION_NAME").orElse("keycloak-phone-identity"))
            .add("WebIdentityToken", token)
            .bytes();
    URI service =
        URI.create(
            environment
                .variable("AWS_ENDPOINT_URL_STS")
                .orElse("https://sts." + region + ".amazonaws.com/"));
    return client
        .exchange("POST", service, Map.of("Content-Type", Form.CONTENT_TYPE), body)
        .flatMap(
            xml ->
                CredentialsClient.of(
                    element(xml, "AccessKeyId"),
                    element(xml, "SecretAccessKey"),
                    element(xml, "SessionToken"),
                    element(xml, "Expiration")));
  }

  /** The values are base64, identifiers and a time: none has anything to unescape. */
  private static Optional<String> element(String xml, String name) {
    Matcher matcher = Pattern.compile("<" + name + ">\\s*([^<\\s]+)\\s*</").matcher(xml);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}

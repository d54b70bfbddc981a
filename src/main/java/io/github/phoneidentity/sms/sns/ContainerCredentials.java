package io.github.phoneidentity.sms.sns;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The role of a container in ECS or EKS, by <a
 * href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">the
 * endpoint that its environment names</a>.
 */
record ContainerCredentials(AwsEnvironment environment, CredentialsClient client)
    implements CredentialsSource {

  private static final String ECS = "http://169.254.170.2";

  /** The hosts that may be asked without TLS: those of ECS and EKS. */
  private static final Set<String> HOSTS =
      Set.of("169.254.170.2", "169.254.170.23", "[fd00:ec2::23]", "localhost", "[::1]");

  private static final Logger LOG = Logger.getLogger(ContainerCredentials.class);

  @Override
  public Optional<AwsCredentials> read() {
    Optional<String> address =
        environment
            .variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
            .map(path -> ECS + path)
            .or(() -> environment.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = URI.create(address.get());
      if (!isTrusted(url)) {
        LOG.warn("AWS credentials of a container: the endpoint needs https or a local address");
        return Optional.empty();
      }
      return client.exchange("GET", url, authorization(), null).flatMap(CredentialsClient::ofJson);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warnf("AWS credentials of a container: %s", e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private Map<String, String> authorization() throws IOException {
    Optional<String> file = environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    Optional<String> token =
        file.isPresent()
            ? Optional.of(Files.readString(Path.of(file.get())).strip())
            : environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    return token.map(value -> Map.of("Authorization", value)).orElseGet(Map::of);
  }

  private static boolean isTrusted(URI url) {
    return url.getHost() != null
        && ("https".equals(url.getScheme())
            || HOSTS.contains(url.getHost())
            || url.getHost().matches("127(\\.[0-9]{1,3}){3}"));
  }
}

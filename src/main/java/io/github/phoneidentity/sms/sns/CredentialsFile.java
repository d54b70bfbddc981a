package io.github.phoneidentity.sms.sns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The keys of a profile in <a
 * href="https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html">the shared credentials
 * file</a>. A profile that refers to a role, a process or a login is not read.
 */
record CredentialsFile(AwsEnvironment environment) implements CredentialsSource {

  private static final Logger LOG = Logger.getLogger(CredentialsFile.class);

  @Override
  public Optional<AwsCredentials> read() {
    Optional<String> named = environment.variable("AWS_SHARED_CREDENTIALS_FILE");
    Path file =
        named
            .map(Path::of)
            .orElseGet(
                () -> Path.of(environment.property("user.home").orElse(""), ".aws", "credentials"));
    if (named.isEmpty() && !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Map<String, String> profile =
          profile(
              Files.readAllLines(file, StandardCharsets.UTF_8),
              environment.variable("AWS_PROFILE").orElse("default"));
      return new StaticCredentials(
              name -> Optional.ofNullable(profile.get(name)),
              "aws_access_key_id",
              "aws_secret_access_key",
              "aws_session_token")
          .read();
    } catch (IOException e) {
      LOG.warnf("AWS credentials file %s cannot be read", file);
      return Optional.empty();
    }
  }

  private static Map<String, String> profile(List<String> lines, String name) {
    Map<String, String> values = new HashMap<>();
    boolean inside = false;
    for (String line : lines) {
      String text = line.replaceFirst("(^|\\s)[#;].*", "").strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[")) {
        inside = text.replaceAll("\\[\\s*|\\s*].*", "").equals(name);
      } else if (inside && equals > 0) {
        values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return values;
  }
}

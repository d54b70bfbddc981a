package io.github.phoneidentity.sms.sns;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The process's environment.
 *
 * @param properties returns a Java system property by its name; null if it is not set
 * @param variables returns an environment variable by its name; null if it is not set
 */
record AwsEnvironment(UnaryOperator<String> properties, UnaryOperator<String> variables) {

  static AwsEnvironment ofProcess() {
    return new AwsEnvironment(System::getProperty, System::getenv);
  }

  Optional<String> property(String name) {
    return filled(properties.apply(name));
  }

  Optional<String> variable(String name) {
    return filled(variables.apply(name));
  }

  private static Optional<String> filled(String value) {
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }
}

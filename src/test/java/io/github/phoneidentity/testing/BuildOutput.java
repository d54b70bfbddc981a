package io.github.phoneidentity.testing;

import java.nio.file.Path;
import java.util.List;

/** Where the build put what the test servers are made of. */
public final class BuildOutput {

  private BuildOutput() {}

  /** The provider jar under test. */
  public static Path jar() {
    return path("phoneidentity.jar");
  }

  /** What the test servers hold: the jar under test, and one of somebody else. */
  static List<Path> providers() {
    return List.of(jar(), ThirdPartyJar.write());
  }

  /** The unpacked Keycloak distribution, never changed. */
  public static Path keycloakHome() {
    return path("keycloak.home");
  }

  /** The build's own directory. */
  public static Path target() {
    return path("phoneidentity.target");
  }

  /** Keycloak's version, such as {@code 26.7.5}. */
  public static String keycloakVersion() {
    return property("keycloak.version");
  }

  private static Path path(String name) {
    return Path.of(property(name));
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException(name + " is not set: run integration tests with Maven");
    }
    return value;
  }
}

package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A Keycloak home that holds the jar and on which {@code kc.sh build} was run. It is kept under the
 * build directory and used again as long as jar, version and build options are the same, because
 * building takes about as long as starting.
 */
final class BuiltDistribution {

  private BuiltDistribution() {}

  /** The home for these build options; built now if there is none. */
  static Path with(List<String> buildOptions) {
    Path cache = BuildOutput.target().resolve("keycloak-built");
    Path home = cache.resolve(key(buildOptions));
    if (!Files.isDirectory(home)) {
      HomeDirectory.delete(cache);
      Path unfinished = cache.resolve("unfinished");
      unpackWithProviders(unfinished);
      KeycloakProcess.run(unfinished, buildOptions, cache.resolve("build.log"));
      HomeDirectory.move(unfinished, home);
    }
    return home;
  }

  /** A fresh home at {@code home} that holds the providers and is not built. */
  static void unpackWithProviders(Path home) {
    HomeDirectory.copy(BuildOutput.keycloakHome(), home);
    try {
      for (Path jar : BuildOutput.providers()) {
        Files.copy(jar, home.resolve("providers").resolve(jar.getFileName()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String key(List<String> buildOptions) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path jar : BuildOutput.providers()) {
        digest.update(Files.readAllBytes(jar));
      }
      digest.update((BuildOutput.keycloakVersion() + buildOptions).getBytes("UTF-8"));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.github.phoneidentity.testing;

import com.github.dockerjava.api.model.PruneType;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * Keycloak's image with the jar in it and {@code kc.sh build} run on it. The engine keeps one for
 * each build directory, and builds it anew only when jar, version or build options have changed.
 */
final class BuiltImage {

  private static final String NAME = "keycloak-phone-identity-test";
  private static final String KEYCLOAK = "quay.io/keycloak/keycloak:";
  private static final String HOME = "/opt/keycloak/";
  private static final ImageFromDockerfile IMAGE = describe();

  private BuiltImage() {}

  /** The image's name; built now if there is none. */
  static String name() {
    String name = IMAGE.get();
    DockerClientFactory.lazyClient()
        .pruneCmd(PruneType.IMAGES)
        .withDangling(true)
        .withLabelFilter(NAME)
        .exec();
    return name;
  }

  /** Keycloak's own image. */
  static String bare() {
    return KEYCLOAK + BuildOutput.keycloakVersion();
  }

  private static ImageFromDockerfile describe() {
    String tag = Integer.toHexString(BuildOutput.target().toString().hashCode());
    ImageFromDockerfile image = new ImageFromDockerfile(NAME + ":" + tag, false);
    for (Path jar : BuildOutput.providers()) {
      image.withFileFromPath("providers/" + jar.getFileName(), jar);
    }
    return image.withDockerfileFromBuilder(
        dockerfile ->
            dockerfile
                .from(bare())
                .label(NAME, tag)
                .copy("providers", HOME + "providers")
                .run(HOME + "bin/kc.sh " + String.join(" ", ServerOptions.BUILD))
                .build());
  }
}

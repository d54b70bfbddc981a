package io.github.phoneidentity;

import java.util.Map;
import java.util.Optional;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** Shows the version of this extension beside its providers in Keycloak's server info. */
public interface VersionInfo extends ServerInfoAwareProviderFactory {

  /** The version in the jar's manifest; {@code unknown} where the classes are in no jar. */
  @Override
  default Map<String, String> getOperationalInfo() {
    Package ours = VersionInfo.class.getPackage();
    return Map.of(
        "version", Optional.ofNullable(ours.getImplementationVersion()).orElse("unknown"));
  }
}

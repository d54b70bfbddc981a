package io.github.phoneidentity.reference;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** A server option that a provider's factory declares. */
record ServerOption(String name, ProviderConfigProperty property) {

  /** The options, sorted by provider. */
  static Stream<ServerOption> all() {
    // The metadata of a required action are the keys of its config in a realm.
    return ShippedProvider.all()
        .filter(provider -> !(provider.factory() instanceof RequiredActionFactory))
        .sorted(Comparator.comparing(ServerOption::prefix))
        .flatMap(
            provider ->
                provider.factory().getConfigMetadata().stream()
                    .map(
                        property ->
                            new ServerOption(prefix(provider) + property.getName(), property)));
  }

  private static String prefix(ShippedProvider provider) {
    String spi = provider.spi().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return "spi-" + spi + "--" + provider.id() + "--";
  }
}

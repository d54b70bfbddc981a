package io.github.phoneidentity.reference;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** A provider of this extension, by its factory in the service file of an SPI. */
record ShippedProvider(String spi, ProviderFactory<?> factory) {

  private static final Path SERVICES = Path.of("src/main/resources/META-INF/services");
  private static final String OURS = "io.github.phoneidentity.";

  /** The providers in the order of the service files. */
  static Stream<ShippedProvider> all() {
    List<ShippedProvider> providers = new ArrayList<>();
    ServiceLoader.load(Spi.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(spi -> Files.exists(SERVICES.resolve(serviceOf(spi))))
        .forEach(
            spi ->
                factories(serviceOf(spi))
                    .map(factory -> new ShippedProvider(spi.getName(), factory))
                    .forEach(providers::add));
    return providers.stream();
  }

  private static String serviceOf(Spi spi) {
    return spi.getProviderFactoryClass().getName();
  }

  private static Stream<ProviderFactory<?>> factories(String service) {
    try {
      return Files.readAllLines(SERVICES.resolve(service)).stream()
          .filter(line -> !line.isBlank())
          .map(ShippedProvider::instance);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ProviderFactory<?> instance(String name) {
    try {
      return (ProviderFactory<?>) Class.forName(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  String id() {
    return factory.getId();
  }

  /** The name in the console; empty if there is none. */
  String label() {
    if (factory instanceof RequiredActionFactory action) {
      return action.getDisplayText();
    }
    return factory instanceof ConfigurableAuthenticatorFactory execution
        ? execution.getDisplayType()
        : "";
  }

  /** The help text in the console; for a provider without one the first sentence of its Javadoc. */
  String purpose() {
    try {
      Method help = factory.getClass().getMethod("getHelpText");
      return isOurs(help) ? (String) help.invoke(factory) : summary();
    } catch (NoSuchMethodException e) {
      return summary();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private String summary() {
    String summary = SourceComment.summary(factory.getClass());
    String name = "`" + id() + "`: ";
    return summary.startsWith(name) ? summary.substring(name.length()) : summary;
  }

  /** The keys of an execution's or a validator's config that Keycloak's own class does not have. */
  Stream<ProviderConfigProperty> configKeys() {
    try {
      return factory instanceof ConfiguredProvider configured
              && isOurs(factory.getClass().getMethod("getConfigProperties"))
          ? configured.getConfigProperties().stream()
          : Stream.empty();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isOurs(Method method) {
    return method.getDeclaringClass().getName().startsWith(OURS);
  }
}

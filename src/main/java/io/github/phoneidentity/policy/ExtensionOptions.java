package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * The server options {@code spi-realm-restapi-extension--phone-identity--…} of the whole extension.
 * The REST resource declares them, because it is the provider that administrators configure.
 */
public final class ExtensionOptions {

  public static final String PEPPER = "pepper";
  public static final String CLEAN_UP_INTERVAL = "clean-up-interval";
  public static final int DEFAULT_CLEAN_UP_SECONDS = 900;

  static final String DEFAULT_GATEWAYS = "default-gateways";
  static final String ALLOW_TEST_NUMBERS = "allow-test-numbers";

  private ExtensionOptions() {}

  /** The configured values. */
  public static Config.Scope scope() {
    return Config.scope("realm-restapi-extension", ProviderIds.PHONE_IDENTITY);
  }

  /**
   * Checks the options whose values have a form.
   *
   * @throws IllegalArgumentException with a message that names the option
   */
  public static void check() {
    String gateways = scope().get(DEFAULT_GATEWAYS, "").strip();
    Optional<String> problem =
        gateways.isEmpty() ? Optional.empty() : new Gateways().problem(gateways);
    problem.ifPresent(
        reason -> {
          throw new IllegalArgumentException(
              "spi-realm-restapi-extension--phone-identity--%s %s"
                  .formatted(DEFAULT_GATEWAYS, reason));
        });
  }

  /** Whether the test numbers of realms have an effect. */
  public static boolean areTestNumbersAllowed() {
    return scope().getBoolean(ALLOW_TEST_NUMBERS, false);
  }

  /** The options, each with help text and default. */
  public static List<ProviderConfigProperty> all() {
    return ProviderConfigurationBuilder.create()
        .property()
        .name(PEPPER)
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText(
            "A secret that is not in the database and from which codes are derived as well, at"
                + " least 32 random characters, the same on every node.")
        .secret(true)
        .add()
        .property()
        .name(DEFAULT_GATEWAYS)
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText(
            "The SMS gateways of realms whose policy names none, as in the policy: log, or by"
                + " country KR=solapi,*=twilio+http.")
        .defaultValue(Gateways.LOG)
        .add()
        .property()
        .name(ALLOW_TEST_NUMBERS)
        .type(ProviderConfigProperty.BOOLEAN_TYPE)
        .helpText(
            "Whether realms may have test numbers, which get no text and have a fixed code. Whoever"
                + " knows such a number and its code can prove it.")
        .defaultValue(false)
        .add()
        .property()
        .name(CLEAN_UP_INTERVAL)
        .type(ProviderConfigProperty.INTEGER_TYPE)
        .helpText("Seconds between two removals of expired challenges and rate limits, at least 1.")
        .defaultValue(DEFAULT_CLEAN_UP_SECONDS)
        .add()
        .build();
  }
}

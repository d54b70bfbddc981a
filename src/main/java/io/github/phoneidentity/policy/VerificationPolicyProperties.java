package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.Spi;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.userprofile.ValidationException.ValidationExceptionBuilder;
import org.keycloak.validate.ValidationError;

/** The fields of the policy in the console, and the validation of their values. */
public final class VerificationPolicyProperties {

  private static final String GATEWAY_SPI = "sms-gateway";

  private VerificationPolicyProperties() {}

  /** The fields of the console, each with label, help text and default. */
  public static List<ProviderConfigProperty> all() {
    return PolicySettings.ALL.stream()
        .<ProviderConfigProperty>map(PolicySetting::property)
        .toList();
  }

  /**
   * Validates values before they are saved; {@code RequiredActionFactory.validateConfig} must call
   * it.
   *
   * @throws ValidationException with one error per invalid value, which names its key and the
   *     reason; Keycloak's admin REST API answers it with 400
   */
  public static void validate(
      KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
    Map<String, String> config = model.getConfig();
    if (config == null) {
      return;
    }
    ValidationExceptionBuilder errors = new ValidationExceptionBuilder();
    config.keySet().stream()
        .filter(key -> !knows(key))
        .forEach(key -> errors.accept(error(model, key, "is no key of this policy")));
    for (PolicySetting<?> setting : PolicySettings.ALL) {
      problem(session, setting, config.get(setting.key()))
          .ifPresent(problem -> errors.accept(error(model, setting.key(), problem)));
    }
    uncoveredCountry(config)
        .ifPresent(problem -> errors.accept(error(model, PolicySettings.GATEWAYS.key(), problem)));
    testCodeOfAnotherLength(config)
        .ifPresent(
            problem -> errors.accept(error(model, PolicySettings.TEST_NUMBERS.key(), problem)));
    if (errors.hasError()) {
      throw errors.build();
    }
  }

  /** Why a country to which texts may be sent has no gateway; empty if each one has. */
  private static Optional<String> uncoveredCountry(Map<String, String> config) {
    Optional<GatewayChoice> gateways = valid(PolicySettings.GATEWAYS, config);
    Set<String> allowed =
        valid(PolicySettings.ALLOWED_COUNTRIES, config).map(Set::copyOf).orElseGet(Set::of);
    return gateways
        .flatMap(choice -> choice.uncovered(allowed))
        .map(region -> "has no gateway for %s: add an entry for it, or *=…".formatted(region));
  }

  private static Optional<String> testCodeOfAnotherLength(Map<String, String> config) {
    int length =
        valid(PolicySettings.CODE_LENGTH, config)
            .orElseGet(PolicySettings.CODE_LENGTH.type()::defaultValue);
    return valid(PolicySettings.TEST_NUMBERS, config)
        .filter(codes -> codes.values().stream().anyMatch(code -> code.length() != length))
        .map(codes -> "must have codes of %d digits, as code-length says".formatted(length));
  }

  private static <T> Optional<T> valid(PolicySetting<T> setting, Map<String, String> config) {
    return Optional.ofNullable(config.get(setting.key()))
        .map(String::strip)
        .filter(text -> !text.isEmpty() && setting.type().problem(text).isEmpty())
        .map(setting.type()::read);
  }

  static boolean knows(String key) {
    return Constants.MAX_AUTH_AGE_KEY.equals(key)
        || PolicySettings.ALL.stream().anyMatch(setting -> setting.key().equals(key));
  }

  private static Optional<String> problem(
      KeycloakSession session, PolicySetting<?> setting, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    Optional<String> problem = setting.type().problem(text.strip());
    return problem.isEmpty() && setting.equals(PolicySettings.GATEWAYS)
        ? unknownGateway(session, text)
        : problem;
  }

  /**
   * Looks the gateways up by the name of their SPI, because the policy must not depend on package
   * {@code sms}.
   */
  private static Optional<String> unknownGateway(KeycloakSession session, String text) {
    return session.getKeycloakSessionFactory().getSpis().stream()
        .filter(spi -> spi.getName().equals(GATEWAY_SPI))
        .map(Spi::getProviderClass)
        .map(session::listProviderIds)
        .flatMap(
            known ->
                PolicySettings.GATEWAYS.type().read(text.strip()).ids().stream()
                    .filter(id -> !known.contains(id))
                    .map(
                        id ->
                            "names the unknown gateway '%s'; there are %s"
                                .formatted(Abbreviation.of(id), sorted(known))))
        .findFirst();
  }

  private static String sorted(Set<String> ids) {
    return ids.stream().sorted().collect(Collectors.joining(", "));
  }

  private static ValidationError error(
      RequiredActionConfigModel model, String key, String problem) {
    return new ValidationError(model.getProviderId(), key, Abbreviation.of(key) + " " + problem);
  }
}

package io.github.phoneidentity.policy;

import org.keycloak.provider.ProviderConfigProperty;

/**
 * One key of the policy.
 *
 * @param key its name in the config
 * @param label what the console calls it
 * @param help what the console explains of it
 * @param rule which values it takes
 */
record PolicySetting<T>(String key, String label, String help, OptionType<T> rule) {

  /** Its field in the console. */
  ProviderConfigProperty property() {
    ProviderConfigProperty property =
        new ProviderConfigProperty(key, label, help, rule.consoleType(), rule.presetText());
    property.setRequired(false);
    return property;
  }
}

package io.github.phoneidentity.policy;

import org.keycloak.provider.ProviderConfigProperty;

/**
 * One key of the policy.
 *
 * @param key the key in the config
 * @param label the label in the console
 * @param help the help text in the console
 * @param rule the type of its values
 */
record PolicySetting<T>(String key, String label, String help, OptionType<T> rule) {

  /** The field in the console. */
  ProviderConfigProperty property() {
    ProviderConfigProperty property =
        new ProviderConfigProperty(key, label, help, rule.consoleType(), rule.presetText());
    property.setRequired(false);
    return property;
  }
}

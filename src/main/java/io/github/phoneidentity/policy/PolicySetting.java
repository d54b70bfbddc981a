package io.github.phoneidentity.policy;

import org.keycloak.provider.ProviderConfigProperty;

/**
 * One key of the policy.
 *
 * @param key the key in the config
 * @param label the label in the console
 * @param help the help text in the console
 * @param type the type of its values
 */
record PolicySetting<T>(String key, String label, String help, OptionType<T> type) {

  /** The field in the console. */
  ProviderConfigProperty property() {
    ProviderConfigProperty property =
        new ProviderConfigProperty(key, label, help, type.consoleType(), type.defaultText());
    property.setRequired(false);
    if (!type.choices().isEmpty()) {
      property.setOptions(type.choices());
    }
    return property;
  }
}

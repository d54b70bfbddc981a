package io.github.phoneidentity.sms.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The descriptions of a gateway's server options. */
public final class OptionList {

  private final ProviderConfigurationBuilder options = ProviderConfigurationBuilder.create();

  /**
   * Adds an option.
   *
   * @param defaultValue null for none
   */
  public OptionList add(String name, @Nullable String defaultValue, String help) {
    return add(name, defaultValue, help, false);
  }

  /** Adds an option whose value must not be shown. */
  public OptionList addSecret(String name, String help) {
    return add(name, null, help, true);
  }

  /** Adds the timeouts and ends the list. */
  public List<ProviderConfigProperty> andTimeouts() {
    return add(
            GatewayOptions.CONNECT_TIMEOUT,
            GatewayOptions.DEFAULT_CONNECT_TIMEOUT,
            "For the connection alone, such as 500ms or 2s.")
        .add(
            GatewayOptions.READ_TIMEOUT,
            GatewayOptions.DEFAULT_READ_TIMEOUT,
            "For the whole exchange, such as 5s.")
        .options
        .build();
  }

  private OptionList add(String name, @Nullable String defaultValue, String help, boolean secret) {
    options
        .property()
        .name(name)
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText(help)
        .defaultValue(defaultValue)
        .secret(secret)
        .add();
    return this;
  }
}

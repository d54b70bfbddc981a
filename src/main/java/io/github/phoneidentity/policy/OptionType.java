package io.github.phoneidentity.policy;

import java.util.Optional;

/** Which values a key of the policy takes, and what stands in for one that it does not take. */
interface OptionType<T> {

  /** The default. */
  T preset();

  /** The default as it would be typed. */
  String presetText();

  /** The type of the console's field, of {@link org.keycloak.provider.ProviderConfigProperty}. */
  String consoleType();

  /**
   * Why {@code typed}, which is neither blank nor padded, is no valid value, in words that follow
   * the key; or empty.
   */
  Optional<String> problem(String typed);

  /** The value of {@code typed}, which is valid. */
  T read(String typed);

  /** The value to go on with instead of {@code typed}, which is not valid. */
  T insteadOf(String typed);
}

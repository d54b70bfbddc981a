package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Optional;

/**
 * The type of a policy key: its valid values, its default, and the fallback for an invalid value.
 */
interface OptionType<T> {

  /** The default. */
  T defaultValue();

  /** The default as text. */
  String defaultText();

  /**
   * The type of the field in the console, a constant of {@link
   * org.keycloak.provider.ProviderConfigProperty}.
   */
  String consoleType();

  /** The values to choose from in the console; empty if there are no fixed ones. */
  default List<String> choices() {
    return List.of();
  }

  /**
   * Why {@code typed}, which is neither blank nor padded, is not valid, as a phrase that follows
   * the key; empty if it is valid.
   */
  Optional<String> problem(String typed);

  /** The value of {@code typed}, which must be valid. */
  T read(String typed);

  /** The value to use instead of {@code typed}, which is not valid. */
  T fallback(String typed);
}

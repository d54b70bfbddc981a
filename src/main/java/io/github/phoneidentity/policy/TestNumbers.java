package io.github.phoneidentity.policy;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Numbers that get no text and whose code is fixed, each with its code: {@code
 * +821000000001:123456,…}. They have an effect only where the server allows them, because whoever
 * knows the list can prove them.
 */
record TestNumbers() implements OptionType<Map<PhoneNumber, String>> {

  private static final Pattern COMMA = Pattern.compile(",");
  private static final Pattern CODE = Pattern.compile("[0-9]{6,8}");

  @Override
  public Map<PhoneNumber, String> defaultValue() {
    return Map.of();
  }

  @Override
  public String defaultText() {
    return "";
  }

  @Override
  public String consoleType() {
    return ProviderConfigProperty.STRING_TYPE;
  }

  @Override
  public Optional<String> problem(String typed) {
    try {
      parse(typed);
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    return ExtensionOptions.areTestNumbersAllowed()
        ? Optional.empty()
        : Optional.of(
            "needs the server option spi-realm-restapi-extension--phone-identity--%s=true"
                .formatted(ExtensionOptions.ALLOW_TEST_NUMBERS));
  }

  @Override
  public Map<PhoneNumber, String> read(String typed) {
    return parse(typed);
  }

  @Override
  public Map<PhoneNumber, String> fallback(String typed) {
    return Map.of();
  }

  private static Map<PhoneNumber, String> parse(String typed) {
    Map<PhoneNumber, String> codes = new LinkedHashMap<>();
    for (String entry : COMMA.split(typed, -1)) {
      int colon = entry.indexOf(':');
      String code = entry.substring(colon + 1).strip();
      Optional<PhoneNumber> number =
          Optional.of(entry.substring(0, Math.max(colon, 0)).strip())
              .filter(text -> text.startsWith("+"))
              .flatMap(text -> PhoneNumberParser.parse(text, null));
      if (number.isEmpty() || !CODE.matcher(code).matches()) {
        throw new IllegalArgumentException(
            "must be valid numbers with + and a code of 6 to 8 digits, such as"
                + " +821000000001:123456, with commas between them");
      }
      if (codes.putIfAbsent(number.get(), code) != null) {
        throw new IllegalArgumentException("has a number twice");
      }
    }
    return codes;
  }
}

package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A recipe of docs/http-recipes.md, read as Keycloak reads {@code keycloak.conf}.
 *
 * @param options the options of gateway {@code http} by their names
 */
public record HttpRecipe(Map<String, String> options) {

  private static final Path PAGE = Path.of("docs", "http-recipes.md");
  private static final String PREFIX = "spi-sms-gateway--http--";
  private static final Pattern RECIPE =
      Pattern.compile(
          "^## ([^\n]+)\n(?:(?!^## ).)*?^```properties\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** The headings of all sections that have a recipe. */
  public static List<String> headings() {
    return RECIPE.matcher(page()).results().map(found -> found.group(1)).toList();
  }

  /** The recipe under this heading. */
  public static HttpRecipe of(String heading) {
    Matcher recipe = RECIPE.matcher(page());
    while (recipe.find()) {
      if (recipe.group(1).equals(heading)) {
        return new HttpRecipe(options(recipe.group(2)));
      }
    }
    throw new AssertionError(PAGE + " has no recipe " + heading);
  }

  /** The URL as it stands in the recipe. */
  public String url() {
    return options.get("url");
  }

  /** The same with another value in place of {@code word}, wherever it stands. */
  public HttpRecipe with(String word, String value) {
    return new HttpRecipe(
        options.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, option -> option.getValue().replace(word, value))));
  }

  /** The same for a service at another origin, such as {@code http://127.0.0.1:8080}. */
  public HttpRecipe at(String origin) {
    return with(url().replaceFirst("(?<=[^/:])/.*", ""), origin);
  }

  /** The same as arguments of {@code kc.sh}. */
  public String[] arguments() {
    return options.entrySet().stream()
        .map(option -> "--" + PREFIX + option.getKey() + "=" + option.getValue())
        .toArray(String[]::new);
  }

  private static Map<String, String> options(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.stringPropertyNames().stream()
        .collect(
            Collectors.toMap(name -> name.substring(PREFIX.length()), properties::getProperty));
  }

  private static String page() {
    try {
      return Files.readString(PAGE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

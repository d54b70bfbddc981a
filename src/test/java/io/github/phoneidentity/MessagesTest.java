package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every language of the pages, texts and e-mails to the same keys and parameters. */
class MessagesTest {

  private static final Path THEME = Path.of("themes/phone-identity");
  private static final Path LOGIN = THEME.resolve("login");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)[,}]");
  private static final Pattern USED_KEY =
      Pattern.compile("\"(phoneIdentity\\.[\\w.-]*\\w)\"(?! *\\+)");

  static Stream<Path> languages() throws IOException {
    return Files.list(LOGIN.resolve("messages")).sorted();
  }

  static Stream<Path> templates() throws IOException {
    return Files.list(LOGIN).filter(file -> file.toString().endsWith(".ftl")).sorted();
  }

  /** Keycloak finds a file by the tag with underscores; the account console's texts are its own. */
  @Test
  void accountConsoleOffersTheLanguagesThatHaveMessages() throws IOException {
    String offered = load(THEME.resolve("account/theme.properties")).getProperty("locales");
    assertThat(offered.split(","))
        .containsExactlyInAnyOrder("en", "ko", "ja", "zh-CN", "de", "fr", "es", "pt-BR");
    assertThat(languages().map(file -> file.getFileName().toString()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(offered.split(","))
                .map(tag -> "messages_" + tag.replace('-', '_') + ".properties")
                .toList());
  }

  @Test
  void loginPagesKeepTheNamesAndDirectionsOfAllLanguagesOfKeycloak() {
    assertThat(load(THEME.resolve("login/theme.properties"))).doesNotContainKey("locales");
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyLanguageHasTheSameKeysWithTheSameParameters(Path language) {
    Properties english = load(LOGIN.resolve("messages/messages_en.properties"));
    Properties messages = load(language);
    assertThat(messages.stringPropertyNames())
        .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
    for (String key : english.stringPropertyNames()) {
      assertThat(parameters(messages.getProperty(key)))
          .as(key)
          .isEqualTo(parameters(english.getProperty(key)));
    }
  }

  @ParameterizedTest
  @MethodSource("languages")
  void noKeyIsThereTwice(Path language) throws IOException {
    assertThat(
            Files.readAllLines(language).stream()
                .filter(line -> line.contains("=") && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('='))))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyMessageCanBeFormatted(Path language) {
    load(language)
        .forEach(
            (key, text) ->
                assertThat(format(text, 1, 2, 3))
                    .as("%s", key)
                    .isNotBlank()
                    .doesNotContain("{", "}"));
  }

  /** What is left in English was forgotten; some words are the same in both. */
  @ParameterizedTest
  @MethodSource("languages")
  void noSentenceIsLeftInEnglish(Path language) {
    Properties english = load(LOGIN.resolve("messages/messages_en.properties"));
    Properties messages = load(language);
    if (!messages.equals(english)) {
      assertThat(english.stringPropertyNames())
          .filteredOn(key -> english.getProperty(key).matches(".*\\p{L} .*"))
          .allSatisfy(
              key ->
                  assertThat(messages.getProperty(key))
                      .as(key)
                      .isNotEqualTo(english.getProperty(key)));
    }
  }

  /** The account console shows these without MessageFormat, which would halve the apostrophes. */
  @ParameterizedTest
  @MethodSource("languages")
  void textsOfTheAccountConsoleHaveNoApostrophes(Path language) {
    Properties messages = load(language);
    assertThat(messages.stringPropertyNames())
        .filteredOn(
            key ->
                key.startsWith("phoneIdentity.account.")
                    || key.startsWith("phoneIdentity.profile.")
                    || key.startsWith("sms-otp-"))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(messages.getProperty(key)).as(key).doesNotContain("'"));
  }

  /** A single one would quote what follows, placeholders included. */
  @ParameterizedTest
  @MethodSource("languages")
  void apostrophesAreDoubled(Path language) {
    assertThat(load(language).values())
        .allSatisfy(text -> assertThat(text.toString().replace("''", "")).doesNotContain("'"));
  }

  @ParameterizedTest
  @CsvSource({
    "en, 1 second, 2 seconds, 0 seconds",
    "ko, 1초, 2초, 0초",
    "ja, 1秒, 2秒, 0秒",
    "zh_CN, 1 秒, 2 秒, 0 秒",
    "de, 1 Sekunde, 2 Sekunden, 0 Sekunden",
    "fr, 1 seconde, 2 secondes, 0 seconde",
    "es, 1 segundo, 2 segundos, 0 segundos",
    "pt_BR, 1 segundo, 2 segundos, 0 segundo",
  })
  void pluralsAreThoseOfTheLanguage(String language, String one, String two, String none) {
    Path file = LOGIN.resolve("messages/messages_" + language + ".properties");
    Object seconds = load(file).get("phoneIdentity.duration.seconds");
    assertThat(List.of(format(seconds, 1), format(seconds, 2), format(seconds, 0)))
        .containsExactly(one, two, none);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aLockedAccountReadsLikeAWrongPassword(Path language) {
    Properties messages = load(language);
    String wrongPassword = messages.getProperty("invalidUserMessage");
    assertThat(messages)
        .containsEntry("accountTemporarilyDisabledMessage", wrongPassword)
        .containsEntry("accountPermanentlyDisabledMessage", wrongPassword);
  }

  @ParameterizedTest
  @MethodSource("templates")
  void everyKeyOfATemplateExists(Path template) throws IOException {
    Set<String> keys = load(LOGIN.resolve("messages/messages_en.properties")).stringPropertyNames();
    assertThat(USED_KEY.matcher(Files.readString(template)).results().map(hit -> hit.group(1)))
        .allSatisfy(key -> assertThat(keys).contains(key));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void noTemplateHasInlineScriptsOrStyles(Path template) throws IOException {
    assertThat(Files.readString(template))
        .doesNotContainPattern(
            "<script(?! type=\"module\" src=)|<style|\\son\\w+=|\\sstyle=|javascript:");
  }

  private static Set<String> parameters(String text) {
    return PARAMETER
        .matcher(text)
        .results()
        .map((MatchResult hit) -> hit.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String format(Object pattern, Object... arguments) {
    return new MessageFormat(pattern.toString(), Locale.ENGLISH).format(arguments);
  }

  private static Properties load(Path file) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

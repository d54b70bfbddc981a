package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
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
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every language of the pages, texts and e-mails to the same keys and parameters. */
class MessagesTest {

  private static final Path LOGIN = Path.of("themes/phone-identity/login");
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\d)[,}]");
  private static final Pattern USED_KEY =
      Pattern.compile("\"(phoneIdentity\\.[\\w.-]*\\w)\"(?! *\\+)");

  /** GSM 03.38, the basic table without its extension: one septet a character. */
  private static final Pattern GSM_7 =
      Pattern.compile(
          "[A-Za-z0-9@£$¥èéùìòÇ\\nØø\\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,./:;<=>?¡ÄÖÑÜ§¿äöñüà-]*");

  private static final int GSM_7_SEGMENT = 160;
  private static final int UCS_2_SEGMENT = 70;
  private static final String CODE = "123456";
  private static final String REALM = "twelve chars";
  private static final String ORIGIN_LINE = "\n@login.example-shop.com #" + CODE;

  static Stream<Path> languages() throws IOException {
    return Files.list(LOGIN.resolve("messages")).sorted();
  }

  static Stream<Path> templates() throws IOException {
    return Files.list(LOGIN).filter(file -> file.toString().endsWith(".ftl")).sorted();
  }

  @Test
  void theThemeOffersTheLanguagesThatHaveMessages() throws IOException {
    String offered = load(LOGIN.resolve("theme.properties")).getProperty("locales");
    assertThat(languages().map(file -> file.getFileName().toString()))
        .containsExactlyElementsOf(
            Stream.of(offered.split(",")).map(tag -> "messages_" + tag + ".properties").toList());
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

  @ParameterizedTest
  @MethodSource("languages")
  void aTextFitsOneSegmentTogetherWithItsOriginLine(Path language) {
    Properties messages = load(language);
    messages.stringPropertyNames().stream()
        .filter(key -> key.startsWith("phoneIdentity.sms."))
        .forEach(
            key -> {
              String text = format(messages.getProperty(key), CODE, REALM) + ORIGIN_LINE;
              assertThat(text).as(key).contains(CODE, REALM);
              int segment = GSM_7.matcher(text).matches() ? GSM_7_SEGMENT : UCS_2_SEGMENT;
              assertThat(text.length()).as("%s: %s", key, text).isLessThanOrEqualTo(segment);
            });
  }

  @ParameterizedTest
  @MethodSource("languages")
  void aNoticeFitsOneSegment(Path language) {
    Properties messages = load(language);
    messages.stringPropertyNames().stream()
        .filter(key -> key.startsWith("phoneIdentity.notice.") && key.endsWith(".sms"))
        .forEach(
            key -> {
              String text = format(messages.getProperty(key), REALM, "+82******5678");
              int segment = GSM_7.matcher(text).matches() ? GSM_7_SEGMENT : UCS_2_SEGMENT;
              assertThat(text)
                  .as(key)
                  .contains(REALM, "+82******5678")
                  .hasSizeLessThanOrEqualTo(segment);
            });
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

package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.sms.SmsSegments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every shipped text is one SMS segment, with a realm's name of 20 characters in the script of the
 * language and a host of usual length.
 */
class ShippedTextsTest {

  private static final Path MESSAGES = Path.of("themes/phone-identity/login/messages");
  private static final String HOST = "login.example.com";
  private static final TextOrigin ORIGIN = new TextOrigin(HOST, null);
  private static final String NUMBER = "+82******5678";

  /** Names of 20 characters, with the accents that the GSM alphabet lacks. */
  private static final Map<String, String> NAMES =
      Map.of(
          "de", "Größte Bäckerei Köln",
          "en", "Twenty letter realm!",
          "es", "Peluquería Ñandú SAS",
          "fr", "Pâtisserie française",
          "ja", "二十文字のレルム名テスト用あいうえおかき",
          "ko", "스무글자로된영역이름가나다라마바사아자차",
          "pt-BR", "Padaria São João Ltd",
          "zh-CN", "二十个字的领域名称测试用一二三四五六七八");

  private static final String ASCII_NAME = "Twenty letter realm!";

  /** Domestic texts in Korea: a longer one is sent, and billed, as LMS. */
  private static final int KOREAN_SMS_BYTES = 90;

  static Stream<Arguments> codes() {
    return NAMES.keySet().stream()
        .sorted()
        .flatMap(
            locale ->
                Stream.of(Purpose.values())
                    .flatMap(
                        purpose ->
                            Stream.of("123456", "1234567", "12345678")
                                .map(code -> Arguments.of(locale, purpose, code))));
  }

  static Stream<Arguments> notices() {
    return NAMES.keySet().stream()
        .sorted()
        .flatMap(
            locale ->
                Stream.of(SecurityNotice.values())
                    .filter(notice -> isText(locale, notice))
                    .map(notice -> Arguments.of(locale, notice)));
  }

  private static boolean isText(String locale, SecurityNotice notice) {
    return messages(locale).containsKey("phoneIdentity.notice." + notice.id() + ".sms");
  }

  @Test
  void everyLanguageHasAName() throws IOException {
    assertThat(NAMES.values()).allMatch(name -> name.length() == 20);
    try (Stream<Path> files = Files.list(MESSAGES)) {
      Set<String> languages =
          files
              .map(file -> file.getFileName().toString())
              .map(name -> name.replaceAll("messages_|\\.properties", "").replace('_', '-'))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(languages).isEqualTo(new TreeSet<>(NAMES.keySet()));
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void textWithACodeIsOneSegment(String locale, Purpose purpose, String code) {
    for (String name : List.of(NAMES.get(locale), ASCII_NAME)) {
      SmsText text = texts(locale, name).code(purpose, code, ORIGIN);

      assertThat(text.warning()).as(text.text()).isNull();
      assertThat(SmsSegments.count(text.text())).as(text.text()).isEqualTo(1);
      assertThat(text.text().lines().toList())
          .hasSize(2)
          .last()
          .isEqualTo("@" + HOST + " #" + code);
      assertThat(text.text().lines().findFirst().orElseThrow()).contains(code);
    }
  }

  @ParameterizedTest
  @MethodSource("notices")
  void noticeIsOneSegment(String locale, SecurityNotice notice) {
    for (String name : List.of(NAMES.get(locale), ASCII_NAME)) {
      SmsText text = texts(locale, name).notice(notice, NUMBER);

      assertThat(text.warning()).as(text.text()).isNull();
      assertThat(SmsSegments.count(text.text())).as(text.text()).isEqualTo(1);
      assertThat(text.text()).contains(NUMBER);
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void textOfALatinLanguageNeedsNoOtherAlphabet(String locale, Purpose purpose, String code) {
    boolean isLatin = !Set.of("ja", "ko", "zh-CN").contains(locale);
    String text = texts(locale, ASCII_NAME).code(purpose, code, ORIGIN).text();

    assertThat(SmsSegments.isGsm7(text)).as(text).isEqualTo(isLatin);
  }

  @Test
  void koreanTextIsNoLms() {
    SmsTexts texts = texts("ko", NAMES.get("ko"));
    Stream<SmsText> withCode =
        Stream.of(Purpose.values()).map(purpose -> texts.code(purpose, "123456", ORIGIN));
    Stream<SmsText> notices =
        Stream.of(SecurityNotice.values())
            .filter(notice -> isText("ko", notice))
            .map(notice -> texts.notice(notice, NUMBER));

    assertThat(Stream.concat(withCode, notices).map(SmsText::text))
        .allSatisfy(
            text ->
                assertThat(text.getBytes(Charset.forName("EUC-KR")))
                    .as(text)
                    .hasSizeLessThanOrEqualTo(KOREAN_SMS_BYTES));
  }

  /** The table of docs/texts.md: the keys in the first column, a language in each further one. */
  @Test
  void documentedLengthsAreTheTextsOwn() throws IOException {
    List<String[]> rows =
        Files.readAllLines(Path.of("docs/texts.md")).stream()
            .filter(line -> line.matches("\\| (`phoneIdentity\\.[\\w.-]+`|message) \\| [^`]*"))
            .map(line -> line.replace("`", "").substring(2).split(" \\|( |$)"))
            .toList();
    String[] locales = rows.get(0);
    List<String> keys = new ArrayList<>();
    for (String[] row : rows.subList(1, rows.size())) {
      keys.add(row[0]);
      for (int column = 1; column < row.length; column++) {
        assertThat(row[column])
            .as("%s in %s", row[0], locales[column])
            .isEqualTo(Integer.toString(length(locales[column], row[0])));
      }
    }
    assertThat(keys)
        .containsExactlyInAnyOrderElementsOf(
            messages("en").stringPropertyNames().stream()
                .filter(key -> key.matches("phoneIdentity\\.(sms\\..*|notice\\..*\\.sms)"))
                .toList());
  }

  /** Shipped texts have no character that counts twice. */
  private static int length(String locale, String key) {
    SmsTexts texts = texts(locale, NAMES.get(locale));
    return Stream.concat(
            Stream.of(Purpose.values()).map(purpose -> texts.code(purpose, "123456", ORIGIN)),
            Stream.of(SecurityNotice.values())
                .filter(notice -> isText(locale, notice))
                .map(notice -> texts.notice(notice, NUMBER)))
        .filter(text -> text.key().equals(key))
        .map(text -> text.text().length())
        .findFirst()
        .orElseThrow();
  }

  private static SmsTexts texts(String locale, String name) {
    return new SmsTexts(
        messages(locale),
        () -> {
          throw new AssertionError("A shipped text is replaced");
        },
        Locale.forLanguageTag(locale),
        name);
  }

  static Properties messages(String locale) {
    Path file = MESSAGES.resolve("messages_" + locale.replace('-', '_') + ".properties");
    Properties messages = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      messages.load(reader);
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

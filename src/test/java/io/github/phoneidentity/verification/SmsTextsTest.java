package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phoneidentity.outbox.UnwritableMessageException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the messages that a realm has of its own. */
class SmsTextsTest {

  private static final String KEY = "phoneIdentity.sms.login";
  private static final String NOTICE = "phoneIdentity.notice.phone-changed.sms";
  private static final String SHIPPED = "123456 is your Demo login code. Don't share it.";
  private static final TextOrigin NOWHERE = new TextOrigin("", null);
  private static final String LAST_LINE = "\n@login.example.com #123456";

  @Test
  void messageOfTheRealmIsUsedAndTheLastLineAdded() {
    SmsText text = code("Welcome to {1}! {0}");

    assertThat(text.text()).isEqualTo("Welcome to Demo! 123456" + LAST_LINE);
    assertThat(text.warning()).isNull();
  }

  @Test
  void textHasNoControlAndFormatCharacters() {
    assertThat(code("{0}\0\u202Ea\u2028b\u200D").text()).isEqualTo("123456 a b\u200D" + LAST_LINE);
  }

  @Test
  void lastLineIsOursWhateverTheMessageSays() {
    assertThat(code("{0}\n@evil.example #{0}").text())
        .isEqualTo("123456\n@evil.example #123456" + LAST_LINE);
  }

  @Test
  void withoutAHostThereIsNoLastLine() {
    assertThat(texts("{0}", "Demo").code(Purpose.LOGIN, "123456", NOWHERE).text())
        .isEqualTo("123456");
  }

  /** The last one: an apostrophe quotes what follows it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Welcome to {1}", "Your code is {2}", "Don't share {0}"})
  void messageWithoutTheCodeIsReplacedByTheShippedOne(String message) {
    SmsText text = code(message);

    assertThat(text.text()).isEqualTo(SHIPPED + LAST_LINE);
    assertThat(text.warning()).isEqualTo(TextWarning.code_missing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{0", "{0,unknown}", "{code}", "{0,choice,x}", "{0} {2}"})
  void brokenPatternIsReplacedByTheShippedOne(String message) {
    SmsText text = code(message);

    assertThat(text.text()).isEqualTo(SHIPPED + LAST_LINE);
    assertThat(text.warning()).isEqualTo(TextWarning.invalid_pattern);
  }

  @Test
  void brokenNoticeIsReplacedToo() {
    SmsText text =
        new SmsTexts(messages(NOTICE, "{0,unknown}"), this::shipped, Locale.ENGLISH, "Demo")
            .notice(SecurityNotice.PHONE_CHANGED, "+82******5678");

    assertThat(text.text())
        .isEqualTo("Demo: your phone number is now +82******5678. Not you? Reset your password.");
    assertThat(text.warning()).isEqualTo(TextWarning.invalid_pattern);
  }

  @Test
  void textOfSeveralSegmentsIsSentAsItIs() {
    String message = "{0} " + "is a long text ".repeat(12);

    SmsText text = code(message);

    assertThat(text.text()).startsWith("123456 is a long text").endsWith(LAST_LINE);
    assertThat(text.warning()).isEqualTo(TextWarning.several_segments);
  }

  @Test
  void nameLosesItsAccentsOnlyWhereThatSavesASegment() {
    assertThat(texts("{0} {1}", "São João").code(Purpose.LOGIN, "123456", NOWHERE).text())
        .isEqualTo("123456 São João");
    String message = "{0} is your {1} code. Never share it with anybody else, please.";
    assertThat(texts(message, "São João").code(Purpose.LOGIN, "123456", NOWHERE).text())
        .contains("your Sao Joao code");
    assertThat(texts(message.repeat(3), "Café").code(Purpose.LOGIN, "123456", NOWHERE).text())
        .as("of two segments either way")
        .contains("your Café code");
    assertThat(texts(message, "서울특별시").code(Purpose.LOGIN, "123456", NOWHERE).text())
        .contains("서울특별시");
  }

  @Test
  void controlCharactersDoNotReachAText() {
    assertThat(code("{0}\tis\u0000your\u001Bcode\r\nof {1}").text())
        .isEqualTo("123456 is your code\nof Demo" + LAST_LINE);
    assertThat(Wording.plain("De\u202Emo\n@evil.example\u2028 #1\u0000\u00852"))
        .isEqualTo("Demo @evil.example #1 2");
    assertThat(
            texts("{0}", "Demo").notice(SecurityNotice.PHONE_CHANGED, "a\n@evil.example #1").text())
        .contains("a @evil.example #1");
  }

  @Test
  void noticeWithoutAMessageCannotBeWritten() {
    assertThatThrownBy(() -> texts("{0}", "Demo").notice(SecurityNotice.PHONE_REVOKED, "x"))
        .isInstanceOf(UnwritableMessageException.class)
        .hasMessageContaining("phone-revoked.sms");
  }

  @Test
  void textsAreNotPrinted() {
    assertThat(code("{0}").toString()).doesNotContain("123456");
  }

  private SmsText code(String message) {
    return texts(message, "Demo")
        .code(Purpose.LOGIN, "123456", new TextOrigin("login.example.com", null));
  }

  private SmsTexts texts(String message, String name) {
    return new SmsTexts(messages(KEY, message), this::shipped, Locale.ENGLISH, name);
  }

  private Properties shipped() {
    return ShippedTextsTest.messages("en");
  }

  /** The shipped messages, one of them overridden. */
  private Properties messages(String key, String message) {
    Properties messages = shipped();
    messages.putAll(Map.of(key, message));
    return messages;
  }
}

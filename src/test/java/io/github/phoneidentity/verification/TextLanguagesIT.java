package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SmsInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A realm with every language that the theme has: the reader's own is that of page and text. */
class TextLanguagesIT {

  private static final List<String> TAGS =
      List.of("en", "ko", "ja", "zh-CN", "de", "fr", "es", "pt-BR");

  @AutoClose
  private static final TestRealm REALM = TestRealm.create(TextLanguagesIT::everyLanguage);

  private static void everyLanguage(ObjectNode realm) {
    TAGS.forEach(realm.putArray("supportedLocales")::add);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "ko", "ja", "zh-CN", "de", "fr", "es", "pt-BR"})
  void languageThatTheAppAsksForIsThatOfPageAndText(String tag) {
    Properties messages = ShippedTextsTest.messages(tag);
    String phone = Unique.phone();

    Page page =
        REALM.login().with("prompt", "create").with("ui_locales", tag).start(new Browser("it"));
    assertThat(page.title())
        .isEqualTo(format(messages, tag, "phoneIdentity.contact.title.registration.phone"));
    page.form().type("phone", phone).submit();

    SmsInbox.Text text = REALM.inbox().awaitText(phone);
    assertThat(text.text().lines().findFirst().orElseThrow())
        .isEqualTo(format(messages, tag, "phoneIdentity.sms.registration", text.code(), "Demo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "pt-BR"})
  void languageOfTheBrowserIsFoundWithItsRegion(String tag) {
    String phone = Unique.phone();

    REALM
        .login()
        .with("prompt", "create")
        .start(new Browser(tag))
        .form()
        .type("phone", phone)
        .submit();

    SmsInbox.Text text = REALM.inbox().awaitText(phone);
    assertThat(text.text())
        .startsWith(
            format(
                ShippedTextsTest.messages(tag),
                tag,
                "phoneIdentity.sms.registration",
                text.code(),
                "Demo"));
  }

  private static String format(Properties messages, String tag, String key, Object... parameters) {
    return new MessageFormat(messages.getProperty(key), Locale.forLanguageTag(tag))
        .format(parameters);
  }
}

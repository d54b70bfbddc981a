package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.testing.Stub;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

class TextLogTest {

  private final RealmModel realm = Stub.realm();

  @Test
  void warnsOnceForARealmALanguageAMessageAndAWarning() {
    try (LogCapture log = LogCapture.of(TextLog.class)) {
      warn(Locale.KOREAN, "login", TextWarning.several_segments);
      warn(Locale.KOREAN, "login", TextWarning.several_segments);
      warn(Locale.KOREAN, "login", TextWarning.code_missing);
      warn(Locale.KOREAN, "verify", TextWarning.code_missing);
      warn(Locale.ENGLISH, "login", TextWarning.invalid_pattern);
      TextLog.warn(Stub.realm(), Locale.KOREAN, text("login", TextWarning.several_segments));

      assertThat(log.lines())
          .hasSize(5)
          .allMatch(line -> line.startsWith("WARN"))
          .noneMatch(line -> line.contains("123456"));
      assertThat(log.lines().get(0))
          .contains("Realm demo: message login in ko makes a text of more than one SMS segment");
      assertThat(log.lines().get(1)).contains("login in ko does not contain the code ({0})");
      assertThat(log.lines().get(2)).contains("verify in ko does not contain the code ({0})");
      assertThat(log.lines().get(3)).contains("login in en is no valid pattern");
    }
  }

  @Test
  void saysNothingOfASoundText() {
    try (LogCapture log = LogCapture.of(TextLog.class)) {
      TextLog.warn(realm, Locale.KOREAN, text("update", null));

      assertThat(log.lines()).isEmpty();
    }
  }

  private void warn(Locale locale, String key, TextWarning warning) {
    TextLog.warn(realm, locale, text(key, warning));
  }

  private static SmsText text(String key, TextWarning warning) {
    return new SmsText(key, "123456", warning);
  }
}

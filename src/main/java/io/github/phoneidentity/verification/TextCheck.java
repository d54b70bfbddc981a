package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.UnwritableMessageException;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.sms.SmsSegments;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * How a text of a realm turns out.
 *
 * @param locale the language as a BCP 47 tag
 * @param key that of its message, which the realm's localisation can override
 * @param segments the number of SMS segments that it takes
 * @param warning what an administrator should change, or null
 */
public record TextCheck(String locale, String key, int segments, @Nullable TextWarning warning) {

  /** Digits that no message contains instead of its parameter. */
  private static final String DIGITS = "90271836";

  private static final String NUMBER = new PhoneNumber("+821000005678").masked();

  /**
   * All texts in all languages of the realm in the session's context, with a code as long as its
   * policy says.
   */
  public static List<TextCheck> all(KeycloakSession session, RealmModel realm) {
    String code = DIGITS.substring(0, RealmPolicy.of(realm).codeLength());
    TextOrigin origin = TextOrigin.ofServer(session);
    List<TextCheck> checks = new ArrayList<>();
    for (Locale locale : locales(realm)) {
      SmsTexts texts = SmsTexts.of(session, realm, locale);
      for (Purpose purpose : Purpose.values()) {
        add(checks, locale, () -> texts.code(purpose, code, origin));
      }
      for (SecurityNotice notice : SecurityNotice.values()) {
        add(checks, locale, () -> texts.notice(notice, NUMBER));
      }
    }
    return checks;
  }

  private static List<Locale> locales(RealmModel realm) {
    return realm.isInternationalizationEnabled()
        ? realm.getSupportedLocalesStream().sorted().map(Locale::forLanguageTag).toList()
        : List.of(Locale.ENGLISH);
  }

  private static void add(List<TextCheck> checks, Locale locale, Supplier<SmsText> composed) {
    try {
      SmsText text = composed.get();
      int segments = SmsSegments.count(text.text());
      checks.add(new TextCheck(locale.toLanguageTag(), text.key(), segments, text.warning()));
    } catch (UnwritableMessageException e) {
      // Some notices go out as e-mails only.
    }
  }
}

package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.UnwritableMessageException;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.sms.SmsSegments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/**
 * Composes the texts of a realm in one language, from the messages of its login theme and its
 * localisation. A message that would not deliver the code is replaced by the shipped one: a typing
 * error in a realm's localisation must not lock its users out.
 */
final class SmsTexts {

  private final Properties messages;
  private final Supplier<Properties> shipped;
  private final Locale locale;
  private final String realmName;

  /**
   * @param messages those of the realm
   * @param shipped those of the extension
   * @param realmName as texts show it
   */
  SmsTexts(Properties messages, Supplier<Properties> shipped, Locale locale, String realmName) {
    this.messages = messages;
    this.shipped = shipped;
    this.locale = locale;
    this.realmName = realmName;
  }

  /** The texts of the realm in the session's context. */
  static SmsTexts of(KeycloakSession session, RealmModel realm, Locale locale) {
    return new SmsTexts(
        Wording.of(Wording.theme(session, Theme.Type.LOGIN), realm, locale).messages(),
        () -> shipped(session, locale),
        locale,
        Wording.name(realm));
  }

  private static Properties shipped(KeycloakSession session, Locale locale) {
    try {
      // The theme of that name is the extension's own.
      return session
          .theme()
          .getTheme(ProviderIds.PHONE_IDENTITY, Theme.Type.LOGIN)
          .getMessages(locale);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A text with a code.
   *
   * @param origin what its last line binds the code to
   */
  SmsText code(Purpose purpose, String code, TextOrigin origin) {
    return compose(
        "phoneIdentity.sms." + purpose.id(),
        code,
        origin.lastLine(code),
        name -> new Object[] {code, name});
  }

  /**
   * A notice.
   *
   * @param detail the value for the message's parameter
   * @throws UnwritableMessageException if there is no text of that kind
   */
  SmsText notice(SecurityNotice notice, String detail) {
    String shown = Wording.plain(detail);
    return compose(
        "phoneIdentity.notice." + notice.id() + ".sms", "", "", name -> new Object[] {name, shown});
  }

  /**
   * @param content what the message must contain
   * @param parameters those of the message, by the name of the realm
   */
  private SmsText compose(
      String key, String content, String lastLine, Function<String, Object[]> parameters) {
    String pattern = known(key, messages.getProperty(key));
    TextWarning flaw = flaw(pattern, content, parameters.apply(realmName));
    String sound = flaw == null ? pattern : known(key, shipped.get().getProperty(key));
    String text = fitting(sound, lastLine, parameters);
    return new SmsText(
        key,
        text,
        flaw == null && SmsSegments.count(text) > 1 ? TextWarning.several_segments : flaw);
  }

  private String known(String key, @Nullable String pattern) {
    if (pattern == null) {
      throw new UnwritableMessageException("there is no message " + key + " in " + locale);
    }
    return pattern;
  }

  private @Nullable TextWarning flaw(String pattern, String content, Object... parameters) {
    try {
      String text = format(pattern, parameters);
      if (!text.contains(content)) {
        return TextWarning.code_missing;
      }
      // MessageFormat leaves a parameter that there is not as it is.
      return new MessageFormat(pattern, locale).getFormatsByArgumentIndex().length
              > parameters.length
          ? TextWarning.invalid_pattern
          : null;
    } catch (IllegalArgumentException e) {
      return TextWarning.invalid_pattern;
    }
  }

  /**
   * The text, with the realm's name without accents if that alone is what the GSM alphabet lacks
   * and the text takes fewer segments then.
   */
  private String fitting(String pattern, String lastLine, Function<String, Object[]> parameters) {
    String text = format(pattern, parameters.apply(realmName)) + lastLine;
    String plain = format(pattern, parameters.apply(withoutAccents(realmName))) + lastLine;
    return SmsSegments.isGsm7(plain) && SmsSegments.count(plain) < SmsSegments.count(text)
        ? plain
        : text;
  }

  private static String withoutAccents(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }

  /** The message, without control and format characters other than line breaks and joiners. */
  private String format(String pattern, Object... parameters) {
    return new MessageFormat(pattern, locale)
        .format(parameters)
        .replace("\r\n", "\n")
        .replaceAll("[\\p{Cf}&&[^\u200C\u200D]]", "")
        .replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}&&[^\n]]", " ");
  }
}

package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.UnwritableMessageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** The messages of a theme of the realm in the user's language. */
final class Wording {

  private final Properties messages;
  private final Locale locale;

  private Wording(Properties messages, Locale locale) {
    this.messages = messages;
    this.locale = locale;
  }

  static Wording of(Theme theme, RealmModel realm, Locale locale) {
    try {
      return new Wording(theme.getEnhancedMessages(realm, locale), locale);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The theme of the realm in the session's context. */
  static Theme theme(KeycloakSession session, Theme.Type type) {
    try {
      return session.theme().getTheme(type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Properties messages() {
    return messages;
  }

  /**
   * The message of that key, with its parameters filled in.
   *
   * @throws UnwritableMessageException if the realm's theme and localisation have no such message,
   *     or an invalid one
   */
  String text(String key, Object... parameters) {
    String pattern = messages.getProperty(key);
    if (pattern == null) {
      throw new UnwritableMessageException("there is no message " + key + " in " + locale);
    }
    try {
      return new MessageFormat(pattern, locale).format(parameters);
    } catch (IllegalArgumentException e) {
      throw new UnwritableMessageException(
          "message " + key + " in " + locale + " is no pattern of java.text.MessageFormat");
    }
  }

  /** The display name of the realm, or its name, as {@link #plain}. */
  static String name(RealmModel realm) {
    String name = realm.getDisplayName();
    return plain(name == null || name.isBlank() ? realm.getName() : name);
  }

  /**
   * A value for a parameter of a message, on one line: typed values could otherwise add lines of
   * their own, or change the direction of what follows.
   */
  static String plain(String value) {
    // Joiners stay: some scripts and emoji need them.
    return value.replaceAll("[\\p{Cf}&&[^\u200C\u200D]]", "").replaceAll("[\\p{Cc}\\p{Z}]+", " ");
  }
}

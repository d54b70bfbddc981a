package io.github.phoneidentity.verification;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** The words of texts and e-mails: the realm's login theme in the reader's language. */
final class Wording {

  private final Properties messages;
  private final Locale locale;

  private Wording(Properties messages, Locale locale) {
    this.messages = messages;
    this.locale = locale;
  }

  static Wording of(KeycloakSession session, RealmModel realm, Locale locale) {
    try {
      Theme theme = session.theme().getTheme(Theme.Type.LOGIN);
      return new Wording(theme.getEnhancedMessages(realm, locale), locale);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The message of that key, with its parameters filled in. */
  String text(String key, Object... parameters) {
    return new MessageFormat(messages.getProperty(key), locale).format(parameters);
  }

  /** The realm as people know it, on one line. */
  static String name(RealmModel realm) {
    String name = realm.getDisplayName();
    return (name == null || name.isBlank() ? realm.getName() : name).replaceAll("\\s+", " ");
  }
}

package io.github.phoneidentity.verification;

import java.util.Locale;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;

/**
 * Logs warnings about texts, each once on this node for a realm, a language, a message and a kind
 * of warning: texts are many, and what is wrong is the message.
 */
final class TextLog {

  private static final Logger LOGGER = Logger.getLogger(TextLog.class);
  private static final FirstTime FIRST_TIME = new FirstTime();

  private TextLog() {}

  /** Warns about {@code text}, without any part of it. */
  static void warn(RealmModel realm, Locale locale, SmsText text) {
    TextWarning warning = text.warning();
    if (warning != null
        && FIRST_TIME.of(realm.getId(), locale.toLanguageTag(), text.key(), warning.name())) {
      LOGGER.warnf(
          "Realm %s: message %s in %s %s",
          realm.getName(), text.key(), locale.toLanguageTag(), warning.description());
    }
  }
}

package io.github.phoneidentity.verification;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.models.RealmModel;

/**
 * Logs warnings about texts, each once on this node for a realm, a language and a message: texts
 * are many, and what is wrong is the message.
 */
final class TextLog {

  private static final Logger LOGGER = Logger.getLogger(TextLog.class);
  private static final int MOST_REMEMBERED = 10_000;

  private static final Set<String> LOGGED =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_REMEMBERED;
                }
              }));

  private TextLog() {}

  /** Warns about {@code text}, without any part of it. */
  static void warn(RealmModel realm, Locale locale, SmsText text) {
    TextWarning warning = text.warning();
    if (warning != null
        && LOGGED.add(String.join(" ", realm.getId(), locale.toLanguageTag(), text.key()))) {
      LOGGER.warnf(
          "Realm %s: message %s in %s %s",
          realm.getName(), text.key(), locale.toLanguageTag(), warning.description());
    }
  }
}

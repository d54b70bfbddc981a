package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/** The words of answers, from the realm's login theme in the language that was asked for. */
final class Words {

  private final Properties messages;
  private final Locale locale;

  Words(KeycloakSession session) {
    this.locale = session.getContext().resolveLocale(null);
    try {
      this.messages =
          session
              .theme()
              .getTheme(Theme.Type.LOGIN)
              .getEnhancedMessages(session.getContext().getRealm(), locale);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Locale locale() {
    return locale;
  }

  String of(Problem problem) {
    return format(problem.message(), problem.parameters());
  }

  String of(FieldError error) {
    return format(error.error(), error.parameters().toArray());
  }

  /** The key itself where the theme has no words for it; parameters may be keys in turn. */
  private String format(String key, Object... parameters) {
    String pattern = messages.getProperty(key, key);
    Object[] words = new Object[parameters.length];
    for (int i = 0; i < words.length; i++) {
      words[i] =
          parameters[i] instanceof String text ? messages.getProperty(text, text) : parameters[i];
    }
    try {
      return new MessageFormat(pattern, locale).format(words);
    } catch (IllegalArgumentException noPattern) {
      return pattern;
    }
  }
}

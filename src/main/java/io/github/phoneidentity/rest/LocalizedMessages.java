package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.locale.LocaleSelectorProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/** The messages of responses, from the realm's login theme in the requested language. */
final class LocalizedMessages {

  private final Properties messages;
  private final Locale locale;

  LocalizedMessages(KeycloakSession session) {
    this.locale =
        session
            .getProvider(LocaleSelectorProvider.class)
            .resolveLocale(
                session.getContext().getRealm(),
                null,
                !RequestHeaders.areLanguagesReadable(session));
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

  /**
   * The message of an error. User-profile validators pass the attribute's name, which may have a
   * label.
   */
  String of(FieldError error) {
    return format(
        error.error(),
        error.parameters().stream()
            .map(
                parameter ->
                    parameter instanceof String key ? messages.getProperty(key, key) : parameter)
            .toArray());
  }

  /** The message, or the key if the theme has none. */
  private String format(String key, Object... parameters) {
    String pattern = messages.getProperty(key, key);
    try {
      return new MessageFormat(pattern, locale).format(parameters);
    } catch (IllegalArgumentException noPattern) {
      return pattern;
    }
  }
}

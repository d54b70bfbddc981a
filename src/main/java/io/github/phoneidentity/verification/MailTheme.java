package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.UnwritableMessageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Bidi;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.FreeMarkerException;
import org.keycloak.theme.Theme;
import org.keycloak.theme.beans.MessageFormatterMethod;
import org.keycloak.theme.freemarker.FreeMarkerProvider;

/**
 * Writes e-mails with the messages and templates of the realm's email theme, so that a realm brands
 * them like Keycloak's own. Keycloak's {@code EmailTemplateProvider} cannot write them: it needs a
 * user, takes the language from the request, and sends within the same call.
 */
final class MailTheme {

  private static final Logger LOGGER = Logger.getLogger(MailTheme.class);
  private static final String TEMPLATE = "/phone-identity-mail.ftl";

  private final FreeMarkerProvider freeMarker;
  private final Theme theme;
  private final Wording wording;
  private final Map<String, Object> common;

  MailTheme(KeycloakSession session, RealmModel realm, Locale locale) {
    freeMarker = session.getProvider(FreeMarkerProvider.class);
    theme = Wording.theme(session, Theme.Type.EMAIL);
    wording = Wording.of(theme, realm, locale);
    common =
        Map.of(
            "locale", locale,
            "ltr", isLeftToRight(locale),
            "msg", new MessageFormatterMethod(locale, wording.messages()),
            "properties", properties(),
            "realmName", Wording.name(realm));
  }

  /**
   * Writes an e-mail. If a template fails, such as a layout that needs a user, the e-mail is
   * written without it: codes and notices must not depend on the look of a realm.
   *
   * @param key the messages {@code key.subject} and {@code key.body} are the subject and the body
   * @param parameters of both messages
   * @throws UnwritableMessageException if a message is missing or invalid
   */
  Mail write(String id, Recipient to, String key, Object... parameters) {
    String subject = wording.text(key + ".subject", parameters);
    String body = wording.text(key + ".body", parameters);
    Map<String, Object> attributes = new HashMap<>(common);
    attributes.put("subject", subject);
    attributes.put("body", body);
    attributes.put("key", key);
    attributes.put("parameters", Arrays.asList(parameters));
    String text = fill("text", attributes).orElse(body);
    return new Mail(id, to, subject, text, fill("html", attributes).orElse(null));
  }

  private Optional<String> fill(String format, Map<String, Object> attributes) {
    try {
      return Optional.of(freeMarker.processTemplate(attributes, format + TEMPLATE, theme));
    } catch (FreeMarkerException e) {
      // FreeMarker has logged the exception, whose text must not be repeated with a code in it.
      LOGGER.errorf("Email theme %s cannot fill in %s", theme.getName(), format + TEMPLATE);
      return Optional.empty();
    }
  }

  private Map<Object, Object> properties() {
    try {
      return theme.getProperties();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLeftToRight(Locale locale) {
    return new Bidi(locale.getDisplayLanguage(locale), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT)
        .isLeftToRight();
  }
}

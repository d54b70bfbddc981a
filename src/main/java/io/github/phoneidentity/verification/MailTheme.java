package io.github.phoneidentity.verification;

import io.github.phoneidentity.outbox.UnwritableMessageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Bidi;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
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
   * Writes an e-mail.
   *
   * @param key the messages {@code key.subject} and {@code key.body} are the subject and the body
   * @param parameters of both messages
   * @throws UnwritableMessageException if a message or template is missing or invalid
   */
  Mail write(String id, Recipient to, String key, Object... parameters) {
    String subject = wording.text(key + ".subject", parameters);
    Map<String, Object> attributes = new HashMap<>(common);
    attributes.put("subject", subject);
    attributes.put("body", wording.text(key + ".body", parameters));
    attributes.put("key", key);
    attributes.put("parameters", Arrays.asList(parameters));
    return new Mail(id, to, subject, fill("text", attributes), fill("html", attributes));
  }

  private String fill(String format, Map<String, Object> attributes) {
    try {
      return freeMarker.processTemplate(attributes, format + TEMPLATE, theme);
    } catch (FreeMarkerException e) {
      // FreeMarker has logged the place. The exception's text may have a part of the e-mail.
      throw new UnwritableMessageException(
          "email theme " + theme.getName() + " cannot fill in " + format + TEMPLATE);
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

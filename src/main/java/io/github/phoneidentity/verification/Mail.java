package io.github.phoneidentity.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An e-mail.
 *
 * @param id the id of the message in logs
 * @param to the recipient
 * @param text the body as plain text, with an empty line between paragraphs
 */
record Mail(String id, Recipient to, String subject, String text, Locale locale) {

  /** The same body in HTML. */
  String html() {
    String paragraphs =
        Arrays.stream(text.split("\n\n"))
            .map(paragraph -> "<p>" + escaped(paragraph) + "</p>")
            .collect(Collectors.joining("\n"));
    return """
    <!DOCTYPE html>
    <html lang="%s">
    <head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    </head>
    <body>
    %s
    </body>
    </html>
    """
        .formatted(escaped(locale.toLanguageTag()), escaped(subject), paragraphs);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}

package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.SmsMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with the placeholders <code>{to}</code> (E.164), <code>{text}</code> and <code>{id}</code>
 * . Filled-in values are not searched for placeholders again.
 */
record Template(String source) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(to|text|id)\\}");

  String fill(SmsMessage message, Escaping escaping) {
    return PLACEHOLDER
        .matcher(source)
        .replaceAll(
            found -> Matcher.quoteReplacement(escaping.apply(value(found.group(1), message))));
  }

  private static String value(String name, SmsMessage message) {
    return switch (name) {
      case "to" -> message.to().e164();
      case "text" -> message.text();
      default -> message.id();
    };
  }
}

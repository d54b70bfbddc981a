package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.SmsMessage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with the placeholders <code>{to}</code> (E.164), <code>{msisdn}</code> (the same without
 * its plus sign), <code>{text}</code>, <code>{id}</code>, <code>{code}</code>, <code>{purpose}
 * </code>, <code>{locale}</code>, <code>{realm}</code> and <code>{client}</code>. Filled-in values
 * are not searched for placeholders again.
 */
record Template(String source) {

  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{(to|msisdn|text|id|code|purpose|locale|realm|client)\\}");

  String fill(SmsMessage message, Escaping escaping) {
    return PLACEHOLDER
        .matcher(source)
        .replaceAll(
            found -> Matcher.quoteReplacement(escaping.apply(value(found.group(1), message))));
  }

  private static String value(String name, SmsMessage message) {
    return switch (name) {
      case "to" -> message.to().e164();
      case "msisdn" -> message.to().e164().substring(1);
      case "text" -> message.text();
      case "code" -> message.context().code();
      case "purpose" -> message.context().purpose();
      case "locale" -> message.context().locale();
      case "realm" -> message.context().realm();
      case "client" -> message.context().client();
      default -> message.id();
    };
  }
}

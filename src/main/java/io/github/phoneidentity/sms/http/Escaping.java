package io.github.phoneidentity.sms.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.phoneidentity.sms.client.Form;
import java.util.Locale;

/** How a value is escaped for the place where it is filled in, so that it stays one value there. */
enum Escaping {
  /** For the inside of a JSON string (RFC 8259). */
  JSON {
    @Override
    String apply(String value) {
      return new String(JsonStringEncoder.getInstance().quoteAsString(value));
    }
  },
  /** For a value of an {@code application/x-www-form-urlencoded} body. */
  FORM {
    @Override
    String apply(String value) {
      return Form.encoded(value);
    }
  },
  /** For a segment or a query value of a URL (RFC 3986). */
  URL {
    @Override
    String apply(String value) {
      return Form.encoded(value).replace("+", "%20");
    }
  },
  /** For character data or an attribute of XML. */
  XML {
    @Override
    String apply(String value) {
      return value
          .replace("&", "&amp;")
          .replace("<", "&lt;")
          .replace(">", "&gt;")
          .replace("\"", "&quot;")
          .replace("'", "&apos;");
    }
  },
  /**
   * For a header's value: one line of printable ASCII, with other characters as percent-encoded
   * UTF-8.
   */
  HEADER {
    @Override
    String apply(String value) {
      StringBuilder line = new StringBuilder();
      value
          .codePoints()
          .map(character -> Character.isISOControl(character) ? ' ' : character)
          .forEach(
              character ->
                  line.append(
                      character < 0x7f ? Character.toString(character) : encoded(character)));
      return line.toString();
    }

    private static String encoded(int character) {
      return Form.encoded(Character.toString(character));
    }
  },
  /** For plain text, which is not escaped. */
  NONE {
    @Override
    String apply(String value) {
      return value;
    }
  };

  abstract String apply(String value);

  /** The escaping of values in a body of {@code contentType}. */
  static Escaping ofContentType(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.contains("json")) {
      return JSON;
    }
    if (type.contains("xml")) {
      return XML;
    }
    return type.contains("x-www-form-urlencoded") ? FORM : NONE;
  }
}

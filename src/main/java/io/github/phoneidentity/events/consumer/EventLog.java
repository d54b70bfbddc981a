package io.github.phoneidentity.events.consumer;

import java.io.PrintStream;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Writes an event as one line with its routing key, id and payload; phone numbers are masked. */
final class EventLog implements EventHandler {

  /** A number in E.164 form, which is masked like {@code +82******5678}. */
  private static final Pattern NUMBER = Pattern.compile("\\+(\\d\\d)(\\d{2,9})(\\d{4})(?!\\d)");

  /** A username may be a phone number in national form. */
  private static final Pattern NAME =
      Pattern.compile("(\"username\":\"[^\"\\d]*\\d{2})(\\d{2,})(\\d{4})(?=[^\"\\d]*\")");

  private final PrintStream out;

  EventLog(PrintStream out) {
    this.out = out;
  }

  @Override
  public void handle(UserEvent event) {
    out.println(line(event));
    if (out.checkError()) {
      throw new IllegalStateException("The standard output cannot be written any more");
    }
  }

  /**
   * The line of an event. Control and format characters are escaped, so that a name cannot forge a
   * line or change how it looks.
   */
  static String line(UserEvent event) {
    String text = event.routingKey() + " " + event.id() + " " + event.payload();
    String numbers = NUMBER.matcher(visible(text)).replaceAll(EventLog::masked);
    return NAME.matcher(numbers)
        .replaceAll(name -> name.group(1) + "*".repeat(name.group(2).length()) + name.group(3));
  }

  private static String masked(MatchResult number) {
    return "+" + number.group(1) + "*".repeat(number.group(2).length()) + number.group(3);
  }

  private static String visible(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (isVisible(character)) {
                line.appendCodePoint(character);
              } else {
                line.append(String.format("\\u%04x", character));
              }
            });
    return line.toString();
  }

  private static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}

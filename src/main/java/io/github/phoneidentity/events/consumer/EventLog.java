package io.github.phoneidentity.events.consumer;

import io.github.phoneidentity.identity.IdentifierType;
import java.io.PrintStream;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes an event as one line with its routing key, id and payload; phone numbers are masked. */
final class EventLog implements EventHandler {

  /** A number in E.164 form, which is masked like {@code +82******5678}. */
  private static final Pattern NUMBER = Pattern.compile("\\+(\\d\\d)(\\d{2,9})(\\d{4})(?!\\d)");

  /** A string of the JSON, or the name of a member, which is followed by a colon. */
  private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"(\\s*:)?");

  /** A part of an e-mail address, or of the id of a user who is not imported; else the whole. */
  private static final Pattern PART = Pattern.compile("[^\"@\uFF20:]+");

  private static final int MIN_DIGITS = 5;
  private static final int SHOWN_FIRST = 2;
  private static final int SHOWN_LAST = 4;

  private final PrintStream out;

  EventLog(PrintStream out) {
    this.out = out;
  }

  @Override
  public void handle(ReceivedEvent event) {
    out.println(line(event));
    if (out.checkError()) {
      throw new IllegalStateException("The standard output cannot be written any more");
    }
  }

  /**
   * The line of an event. Control and format characters are escaped, so that a name cannot forge a
   * line or change how it looks.
   */
  static String line(ReceivedEvent event) {
    String line = event.routingKey() + " " + event.id() + " " + event.payload();
    String numbers = NUMBER.matcher(visible(line)).replaceAll(EventLog::masked);
    return STRING
        .matcher(numbers)
        .replaceAll(
            text ->
                Matcher.quoteReplacement(
                    text.group(1) == null ? maskedParts(text.group()) : text.group()));
  }

  private static String masked(MatchResult number) {
    return "+" + number.group(1) + "*".repeat(number.group(2).length()) + number.group(3);
  }

  /** Users choose usernames, nicknames and addresses, which may be numbers in any spelling. */
  private static String maskedParts(String value) {
    return PART.matcher(value)
        .replaceAll(
            part ->
                Matcher.quoteReplacement(
                    IdentifierType.digits(part.group())
                        .map(digits -> digits.replace("+", ""))
                        .filter(digits -> digits.length() >= MIN_DIGITS)
                        .map(EventLog::mask)
                        .orElseGet(part::group)));
  }

  private static String mask(String digits) {
    int hidden = digits.length() - SHOWN_FIRST - SHOWN_LAST;
    return hidden < 2
        ? "*".repeat(digits.length())
        : digits.substring(0, SHOWN_FIRST)
            + "*".repeat(hidden)
            + digits.substring(SHOWN_FIRST + hidden);
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

package io.github.phoneidentity.verification;

/** What an administrator should know about a text. The names are those of the admin API. */
public enum TextWarning {
  /** The realm's message is no pattern of {@link java.text.MessageFormat}. */
  invalid_pattern("is no valid pattern, and is replaced by the shipped message"),
  /** The realm's message does not contain the code. */
  code_missing("does not contain the code ({0}), and is replaced by the shipped message"),
  /** The text takes more than one segment. */
  several_segments(
      "makes a text of more than one SMS segment: shorten it or the realm's display name");

  private final String description;

  TextWarning(String description) {
    this.description = description;
  }

  /** What follows the name of the message in the log. */
  String description() {
    return description;
  }
}

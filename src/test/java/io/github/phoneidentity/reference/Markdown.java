package io.github.phoneidentity.reference;

/** Headings, paragraphs and list items, in lines of at most 120 characters. */
final class Markdown {

  private static final int WIDTH = 120;

  private final StringBuilder text = new StringBuilder();

  /** Blocks with an empty line before and after each. */
  void paragraph(String... blocks) {
    for (String block : blocks) {
      boolean afterItem = !text.isEmpty() && text.lastIndexOf("\n\n") < text.length() - 2;
      text.append(afterItem ? "\n" : "");
      wrapped(block, "");
      text.append('\n');
    }
  }

  /**
   * An item of the list that follows the last paragraph.
   *
   * @param note what stands in brackets after the name; may be empty
   */
  void item(String name, String note, String sentences) {
    wrapped(
        "- `" + name + "`" + (note.isEmpty() ? "" : " (" + note + ")") + ": " + sentences, "  ");
  }

  private void wrapped(String block, String indent) {
    int column = 0;
    for (String word : block.split(" ")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        text.append('\n').append(indent);
        column = indent.length();
      } else if (column > 0) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }

  String text() {
    return text.toString();
  }
}

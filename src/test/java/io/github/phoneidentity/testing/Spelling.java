package io.github.phoneidentity.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Ways in which people write one Korean mobile number. */
public enum Spelling {
  NATIONAL(Unique::national),
  INTERNATIONAL(e164 -> e164),
  FORMATTED(e164 -> "+82 (0)10 " + e164.substring(5, 9) + "." + e164.substring(9)),
  FULL_WIDTH(e164 -> wide(Unique.national(e164)));

  private final UnaryOperator<String> writing;

  Spelling(UnaryOperator<String> writing) {
    this.writing = writing;
  }

  /** The number in E.164, written so. */
  public String of(String e164) {
    return writing.apply(e164);
  }

  /** Twenty spellings of the number, all different; any ten in a row have both widths. */
  public static List<String> twenty(String e164) {
    String national = Unique.national(e164);
    List<String> spellings = new ArrayList<>();
    for (String separator : List.of("", " ", "-", ".", "/")) {
      for (String text : List.of(national, "+82-" + national.substring(1))) {
        String spelled = text.replace("-", separator);
        spellings.add(spelled);
        spellings.add(wide(spelled));
      }
    }
    return spellings;
  }

  private static String wide(String text) {
    StringBuilder wide = new StringBuilder();
    text.chars().forEach(c -> wide.append((char) (Character.isDigit(c) ? c - '0' + '０' : c)));
    return wide.toString();
  }
}

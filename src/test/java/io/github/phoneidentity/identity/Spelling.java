package io.github.phoneidentity.identity;

import io.github.phoneidentity.testing.Unique;
import java.util.ArrayList;
import java.util.List;

/** The ways in which people write one Korean mobile number. */
final class Spelling {

  private Spelling() {}

  /** Twenty spellings of the number, all different. */
  static List<String> of(String e164) {
    String national = Unique.national(e164);
    List<String> spellings = new ArrayList<>();
    for (String text : List.of(national, "+82 " + national.substring(1))) {
      for (String separator : List.of("", " ", "-", ".", "/")) {
        String spelled = text.replace("-", separator);
        spellings.add(spelled);
        spellings.add(fullWidth(spelled));
      }
    }
    return spellings;
  }

  private static String fullWidth(String text) {
    StringBuilder wide = new StringBuilder();
    text.chars().forEach(c -> wide.append((char) (Character.isDigit(c) ? c - '0' + '０' : c)));
    return wide.toString();
  }
}

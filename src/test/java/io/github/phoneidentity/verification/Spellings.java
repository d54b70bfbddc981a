package io.github.phoneidentity.verification;

import io.github.phoneidentity.testing.Unique;
import java.util.List;

/** The ways in which people write one Korean mobile number. */
final class Spellings {

  private Spellings() {}

  /** Ten spellings of the number, all different. */
  static List<String> of(String phone) {
    String national = Unique.national(phone);
    String digits = national.replace("-", "");
    String rest = national.substring(1);
    return List.of(
        phone,
        national,
        digits,
        national.replace('-', ' '),
        national.replace('-', '.'),
        "+82 " + rest,
        "+82-" + rest,
        "+82 (0)" + rest,
        "(" + national.replaceFirst("-", ") "),
        digits
            .chars()
            .collect(
                StringBuilder::new,
                (wide, c) -> wide.append((char) (c - '0' + '０')),
                StringBuilder::append)
            .toString());
  }
}

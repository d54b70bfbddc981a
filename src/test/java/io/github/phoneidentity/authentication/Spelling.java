package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.Unique;

/** Ways in which people write one Korean number. */
enum Spelling {
  NATIONAL {
    @Override
    String of(String e164) {
      return Unique.national(e164);
    }
  },
  INTERNATIONAL {
    @Override
    String of(String e164) {
      return e164;
    }
  },
  FORMATTED {
    @Override
    String of(String e164) {
      return "+82 (0)10 " + e164.substring(5, 9) + "." + e164.substring(9);
    }
  },
  FULL_WIDTH {
    @Override
    String of(String e164) {
      return Unique.national(e164)
          .chars()
          .map(c -> c == '-' ? c : c - '0' + '０')
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  };

  /** The number in E.164, written so. */
  abstract String of(String e164);
}

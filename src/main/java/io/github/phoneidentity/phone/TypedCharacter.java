package io.github.phoneidentity.phone;

/** The kinds of characters in a typed number or code, by Unicode's properties. */
enum TypedCharacter {
  /** A digit of any width or script (general category Nd). */
  DIGIT,
  PLUS,
  SPACE,
  LINE_BREAK,
  /** A hyphen, dash or minus of any kind, including the katakana bar. */
  HYPHEN,
  /** A full stop or middle dot. */
  DOT,
  /** Other characters that are common in numbers: slashes, tildes, brackets. */
  PUNCTUATION,
  /**
   * A character without width, or a directional mark: contact apps copy such characters with a
   * number.
   */
  INVISIBLE,
  OTHER;

  private static final String PLUSES = "+\u207A\u208A\uFB29\uFE62\uFF0B\u2795";
  private static final String LINE_BREAKS = "\n\u000B\f\r\u0085\u2028\u2029";

  /** Hyphens outside of Unicode's dash punctuation. U+30FC and U+FF70 are the katakana bar. */
  private static final String OTHER_HYPHENS =
      "\u02D7\u2043\u207B\u208B\u2212\u2500\u2501\u2796\u30FC\uFF70";

  /** Full stops and middle dots. U+318D is the middle dot of Korean keyboards. */
  private static final String DOTS =
      ".\u00B7\u0387\u06D4\u2022\u2024\u2027\u2219\u22C5\u2E31\u3002\u30FB\u318D\uFE52\uFF0E\uFF61\uFF65";

  private static final String SLASHES = "/\u2044\u2215\u29F8\uFF0F";
  private static final String TILDES = "~\u02DC\u2053\u223C\uFF5E";

  /** Opening and closing punctuation of Unicode that is not a bracket. */
  private static final String QUOTES = "\u201A\u201E\u2E42\u301D\u301E\u301F";

  static TypedCharacter of(int character) {
    if (isInvisible(character)) {
      return INVISIBLE;
    } else if (Character.isDigit(character)) {
      return DIGIT;
    } else if (PLUSES.indexOf(character) >= 0) {
      return PLUS;
    } else if (LINE_BREAKS.indexOf(character) >= 0) {
      return LINE_BREAK;
    } else if (character == '\t' || Character.isSpaceChar(character)) {
      return SPACE;
    } else if (DOTS.indexOf(character) >= 0) {
      return DOT;
    }
    return punctuation(character);
  }

  private static TypedCharacter punctuation(int character) {
    if (SLASHES.indexOf(character) >= 0 || TILDES.indexOf(character) >= 0) {
      return PUNCTUATION;
    } else if (OTHER_HYPHENS.indexOf(character) >= 0) {
      return HYPHEN;
    }
    return switch (Character.getType(character)) {
      case Character.DASH_PUNCTUATION -> HYPHEN;
      case Character.START_PUNCTUATION, Character.END_PUNCTUATION ->
          QUOTES.indexOf(character) >= 0 ? OTHER : PUNCTUATION;
      default -> OTHER;
    };
  }

  /**
   * Unicode's default-ignorable characters (UAX 44) without those that are letters: soft hyphen,
   * joiners, directional marks, embeddings and isolates, variation selectors, byte order mark.
   */
  private static boolean isInvisible(int character) {
    return character == 0x00AD
        || character == 0x034F
        || character == 0x061C
        || isBetween(character, 0x180B, 0x180F)
        || isBetween(character, 0x200B, 0x200F)
        || isBetween(character, 0x202A, 0x202E)
        || isBetween(character, 0x2060, 0x206F)
        || isBetween(character, 0xFE00, 0xFE0F)
        || character == 0xFEFF
        || isBetween(character, 0xE0000, 0xE0FFF);
  }

  private static boolean isBetween(int character, int first, int last) {
    return first <= character && character <= last;
  }
}

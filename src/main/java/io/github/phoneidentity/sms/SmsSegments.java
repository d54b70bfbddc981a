package io.github.phoneidentity.sms;

import java.util.stream.IntStream;

/**
 * Counts the segments of a text, which services bill one by one. A text is sent in the GSM 7-bit
 * alphabet if that has all of its characters, otherwise in UCS-2. A text of several segments has
 * less room in each, because a header joins them.
 *
 * @see <a href="https://www.3gpp.org/dynareport/23038.htm">3GPP TS 23.038 (alphabets) and 23.040
 *     (concatenation)</a>
 */
public final class SmsSegments {

  /** The basic table; the escape character is none of a text's. */
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

  /** The extension table, each of whose characters takes an escape character before it. */
  private static final String EXTENSION = "\f^{}\\[~]|€";

  private static final int SINGLE_SEPTETS = 160;
  private static final int PART_SEPTETS = 153;
  private static final int SINGLE_UTF_16 = 70;
  private static final int PART_UTF_16 = 67;

  private SmsSegments() {}

  /** The number of segments that {@code text} takes, at least one. */
  public static int count(String text) {
    return isGsm7(text)
        ? count(text.chars().map(SmsSegments::septets), SINGLE_SEPTETS, PART_SEPTETS)
        : count(text.codePoints().map(Character::charCount), SINGLE_UTF_16, PART_UTF_16);
  }

  /** Whether the GSM 7-bit alphabet has all characters of {@code text}. */
  public static boolean isGsm7(String text) {
    return text.chars().allMatch(c -> BASIC.indexOf(c) >= 0 || EXTENSION.indexOf(c) >= 0);
  }

  private static int septets(int character) {
    return EXTENSION.indexOf(character) >= 0 ? 2 : 1;
  }

  /**
   * @param widths those of the characters, none of which may be divided
   */
  private static int count(IntStream widths, int single, int part) {
    int segments = 1;
    int total = 0;
    int used = 0;
    for (int width : widths.toArray()) {
      if (used + width > part) {
        segments++;
        used = 0;
      }
      used += width;
      total += width;
    }
    return total <= single ? 1 : segments;
  }
}

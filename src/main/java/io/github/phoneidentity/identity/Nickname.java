package io.github.phoneidentity.identity;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/** The two spellings of a nickname: the one that is shown, and the one that is unique. */
final class Nickname {

  private Nickname() {}

  /** The nickname as it is stored and shown: what was typed, in Unicode NFC. */
  static String canonical(String typed) {
    return Normalizer.normalize(typed, Form.NFC);
  }

  /**
   * The key by which a nickname is unique: NFKC, upper then lower case with the root locale, NFKC.
   * Upper case comes first, so that letters which share an upper case (such as {@code ß} and {@code
   * ss}) share a key.
   */
  static String key(String typed) {
    String folded =
        Normalizer.normalize(typed, Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Form.NFKC);
  }
}

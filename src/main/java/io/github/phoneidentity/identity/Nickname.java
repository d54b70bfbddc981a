package io.github.phoneidentity.identity;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/** The two forms of a nickname: the form that is shown, and the key that is unique. */
final class Nickname {

  private Nickname() {}

  /** The nickname as it is stored and shown: the typed text in Unicode NFC. */
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

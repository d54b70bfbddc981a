package io.github.phoneidentity.identity;

import java.nio.charset.StandardCharsets;

/**
 * Text that a database can store: PostgreSQL rejects a NUL character, and half a surrogate pair
 * cannot be encoded in UTF-8.
 */
public final class StorableText {

  private StorableText() {}

  /** Whether {@code text} can be stored. */
  public static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}

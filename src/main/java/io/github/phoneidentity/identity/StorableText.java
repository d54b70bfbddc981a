package io.github.phoneidentity.identity;

import java.nio.charset.StandardCharsets;

/**
 * What a database takes as text: PostgreSQL refuses a NUL character, no encoder takes half a
 * surrogate pair.
 */
public final class StorableText {

  private StorableText() {}

  /** Whether it takes {@code text}. */
  public static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}

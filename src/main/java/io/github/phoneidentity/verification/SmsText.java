package io.github.phoneidentity.verification;

import org.jspecify.annotations.Nullable;

/**
 * A text as it is sent.
 *
 * @param key that of its message
 * @param text may contain a code
 * @param warning about the realm's message, or null
 */
record SmsText(String key, String text, @Nullable TextWarning warning) {

  /** Leaves the text out. */
  @Override
  public String toString() {
    return "SmsText[key=" + key + ", warning=" + warning + "]";
  }
}

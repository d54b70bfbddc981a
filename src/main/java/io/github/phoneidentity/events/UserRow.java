package io.github.phoneidentity.events;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a user's row whose changes are events.
 *
 * @param profile a digest of username, e-mail and names, which is compared and never read
 */
public record UserRow(boolean enabled, String profile) implements Serializable {

  /** Every parameter but {@code enabled} and {@code emailVerified} may be null. */
  public static UserRow of(
      boolean enabled,
      @Nullable String username,
      @Nullable String email,
      boolean emailVerified,
      @Nullable String firstName,
      @Nullable String lastName) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String value : new String[] {username, email, firstName, lastName}) {
        // No value contains U+0000, so that no two rows are the same text.
        String text = value == null ? "\0" : "\1" + value + "\0";
        digest.update(text.getBytes(StandardCharsets.UTF_16BE));
      }
      digest.update((byte) (emailVerified ? 1 : 0));
      return new UserRow(enabled, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}

package io.github.phoneidentity.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of the user attributes that make up a phone identity. */
public final class UserAttributes {

  /** The number in E.164 form. */
  public static final String PHONE_NUMBER = "phoneNumber";

  /** {@code true}, or absent. */
  public static final String PHONE_NUMBER_VERIFIED = "phoneNumberVerified";

  /** The ISO-8601 instant of the proof. */
  public static final String PHONE_NUMBER_VERIFIED_AT = "phoneNumberVerifiedAt";

  /** The nickname as typed, in Unicode NFC. */
  public static final String NICKNAME = "nickname";

  /** The verification attributes: whether the number is verified, and since when. */
  public static final List<String> PROOF = List.of(PHONE_NUMBER_VERIFIED, PHONE_NUMBER_VERIFIED_AT);

  private UserAttributes() {}

  /**
   * Whether a value of {@link #PHONE_NUMBER_VERIFIED} means verified: only exactly {@code true}
   * does.
   */
  public static boolean isTrue(@Nullable String value) {
    return "true".equals(value);
  }
}

package io.github.phoneidentity.identity;

/** The names of the user attributes that make up a phone identity. */
public final class UserAttributes {

  /** The number in E.164 form. */
  public static final String PHONE_NUMBER = "phoneNumber";

  /** {@code true}, or absent. */
  public static final String PHONE_NUMBER_VERIFIED = "phoneNumberVerified";

  /** The ISO-8601 instant of the proof. */
  public static final String PHONE_NUMBER_VERIFIED_AT = "phoneNumberVerifiedAt";

  /** The nickname as it was typed, in Unicode NFC. */
  public static final String NICKNAME = "nickname";

  private UserAttributes() {}
}

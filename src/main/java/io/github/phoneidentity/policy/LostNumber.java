package io.github.phoneidentity.policy;

/** What {@code VERIFY_PHONE} offers to a user who has lost the number on file. */
public enum LostNumber {
  /** A text of the realm that says whom to ask. */
  CONTACT("contact"),
  /** Another number, after a login with a factor that does not depend on the lost one. */
  SECOND_FACTOR("second-factor");

  private final String id;

  LostNumber(String id) {
    this.id = id;
  }

  /** The value in the policy. */
  @Override
  public String toString() {
    return id;
  }
}

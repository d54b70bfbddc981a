package io.github.phoneidentity.identity;

import java.util.Optional;

/** What a user can own alone in a realm. The names stand in the claim table. */
public enum ClaimKind {
  phone(UserAttributes.PHONE_NUMBER),
  nickname(UserAttributes.NICKNAME);

  private final String attribute;

  ClaimKind(String attribute) {
    this.attribute = attribute;
  }

  /** The user attribute that holds the owned value. */
  public String attribute() {
    return attribute;
  }

  /** The kind whose values the user attribute of that name holds, or empty. */
  public static Optional<ClaimKind> ofAttribute(String name) {
    for (ClaimKind kind : values()) {
      if (kind.attribute.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}

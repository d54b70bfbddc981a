package io.github.phoneidentity.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kinds of values that have at most one owner in a realm. The claim table stores the names. */
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

  /** The user attributes that hold owned values. */
  public static List<String> attributes() {
    return Stream.of(values()).map(ClaimKind::attribute).toList();
  }

  /** The kind whose values the user attribute with this name holds, or empty. */
  public static Optional<ClaimKind> ofAttribute(String name) {
    for (ClaimKind kind : values()) {
      if (kind.attribute.equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}

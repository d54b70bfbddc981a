package io.github.phoneidentity.identity;

/** What a user can own alone in a realm. The names stand in the claim table. */
public enum ClaimKind {
  phone,
  nickname
}

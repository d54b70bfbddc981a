package io.github.phoneidentity.identity.jpa;

/** Why claims are settled. */
enum Occasion {
  /** A transaction has changed values: what it did not prove loses its proof. */
  CHANGE,
  /**
   * Values that were there before the realm took part: proofs stay, and among owners who were
   * adopted the senior one wins, in whatever order they come.
   */
  ADOPTION
}

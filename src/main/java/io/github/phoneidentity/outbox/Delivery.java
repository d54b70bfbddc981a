package io.github.phoneidentity.outbox;

/** How far a row that is delivered at most once has come. */
public enum Delivery {
  /** Not to be sent, unless its writer releases it. */
  WITHHELD,
  /** No node has claimed it. */
  PENDING,
  /** A node has claimed it, and may have handed it over. */
  SENDING,
  ACCEPTED,
  /** The service refused it, or it could not be written. */
  REJECTED,
  /** It was provably not handed over. */
  UNREACHABLE,
  /** It may have been handed over. */
  UNKNOWN;

  /** Is it known, or as good as known, that the message does not arrive? */
  public boolean failed() {
    return switch (this) {
      case WITHHELD, PENDING, SENDING, ACCEPTED -> false;
      case REJECTED, UNREACHABLE, UNKNOWN -> true;
    };
  }
}

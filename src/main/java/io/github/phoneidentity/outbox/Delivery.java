package io.github.phoneidentity.outbox;

/** The delivery status of an outbox row that is delivered at most once. */
public enum Delivery {
  /** It must not be sent unless its writer releases it. */
  WITHHELD,
  /** No node has claimed it. */
  PENDING,
  /** A node has claimed it, and may have handed it over. */
  SENDING,
  ACCEPTED,
  /**
   * The service rejected it, or reported later that it was not delivered, or its text could not be
   * rendered.
   */
  REJECTED,
  /** It was provably not handed over. */
  UNREACHABLE,
  /** It may have been handed over. */
  UNKNOWN;

  /** Whether the message has certainly or most probably not arrived. */
  public boolean failed() {
    return switch (this) {
      case WITHHELD, PENDING, SENDING, ACCEPTED -> false;
      case REJECTED, UNREACHABLE, UNKNOWN -> true;
    };
  }
}

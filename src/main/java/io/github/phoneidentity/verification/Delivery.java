package io.github.phoneidentity.verification;

import io.github.phoneidentity.sms.SendResult;

/** How far the newest message of a challenge has come. */
public enum Delivery {
  /** Not to be sent: there is no account, or its contact has got enough. */
  WITHHELD,
  /** Reserved, and no node has begun to send it. */
  PENDING,
  /** A node has begun to send it. */
  SENDING,
  ACCEPTED,
  REJECTED,
  UNREACHABLE,
  UNKNOWN;

  static Delivery of(SendResult result) {
    return switch (result) {
      case ACCEPTED -> ACCEPTED;
      case REJECTED -> REJECTED;
      case UNREACHABLE -> UNREACHABLE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** Is it known, or as good as known, that the message does not arrive? */
  public boolean failed() {
    return switch (this) {
      case WITHHELD, PENDING, SENDING, ACCEPTED -> false;
      case REJECTED, UNREACHABLE, UNKNOWN -> true;
    };
  }
}

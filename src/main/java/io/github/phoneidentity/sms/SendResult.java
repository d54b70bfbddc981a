package io.github.phoneidentity.sms;

/** The result of sending a text through a gateway. */
public enum SendResult {
  /** The gateway accepted the text. */
  ACCEPTED,
  /** The gateway rejected this text, and would reject it again. */
  REJECTED,
  /**
   * The text was provably not handed over (connect or TLS failure, 429, 5xx): the next gateway is
   * tried.
   */
  UNREACHABLE,
  /**
   * Bytes were sent and no response came: the text may have been sent, so it is never sent again.
   */
  UNKNOWN
}

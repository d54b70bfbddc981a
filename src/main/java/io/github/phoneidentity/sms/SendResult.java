package io.github.phoneidentity.sms;

/** What is known after a text was handed to a gateway. */
public enum SendResult {
  /** The gateway took the text. */
  ACCEPTED,
  /** The gateway refused this text; another try would be refused too. */
  REJECTED,
  /** Provably not handed over (connect or TLS failure, 429, 5xx): the next gateway may be tried. */
  UNREACHABLE,
  /** Bytes went out and no answer came: it may have been sent, so it is never sent again. */
  UNKNOWN
}

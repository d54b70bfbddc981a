package io.github.phoneidentity.verification;

/** The result of a request that should be a receipt of an SMS service. */
public enum ReceiptResult {
  /** It was taken, whether or not there is such a text. */
  TAKEN,
  /** It is not signed by the service of this gateway. */
  NOT_SIGNED,
  /** It is signed, and cannot be read. */
  MALFORMED,
  /** There is no such gateway, or it takes no receipts. */
  UNKNOWN_GATEWAY
}

package io.github.phoneidentity.outbox;

/** A message has no text. What it says holds no part of a text, and stands in logs. */
public final class UnwritableMessageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UnwritableMessageException(String reason) {
    super(reason);
  }
}

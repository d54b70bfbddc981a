package io.github.phoneidentity.outbox;

/**
 * The text of a message cannot be rendered. The exception's message is written to logs and must not
 * contain any part of a text.
 */
public final class UnwritableMessageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public UnwritableMessageException(String reason) {
    super(reason);
  }
}

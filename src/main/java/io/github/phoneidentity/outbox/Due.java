package io.github.phoneidentity.outbox;

/**
 * A message that is due for delivery, and its lane.
 *
 * @param message identifies the message; it must not equal a message of any other outbox
 */
public record Due<M>(M message, Lane lane) {}

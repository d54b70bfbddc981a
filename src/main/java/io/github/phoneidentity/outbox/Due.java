package io.github.phoneidentity.outbox;

/**
 * A message that may be claimed, and the lane that it takes.
 *
 * @param message names it; equal to no other message of any outbox
 */
public record Due<M>(M message, Lane lane) {}

package io.github.phoneidentity.events.consumer;

/** What a consumer does with an event. */
@FunctionalInterface
interface EventHandler {

  /**
   * Handles an event; it is acknowledged afterwards.
   *
   * @throws RuntimeException if it could not, or any {@link Error}: the event is delivered once
   *     more, and then becomes a dead letter
   */
  void handle(UserEvent event);
}

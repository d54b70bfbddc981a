package io.github.phoneidentity.events.consumer;

/** Handles the events of a consumer. */
@FunctionalInterface
interface EventHandler {

  /**
   * Handles an event, which is acknowledged when this method returns.
   *
   * @throws RuntimeException if the event cannot be handled. It is delivered a second time, as
   *     after any {@link Error}, and then becomes a dead letter.
   */
  void handle(ReceivedEvent event);
}

package io.github.phoneidentity.events.consumer;

/**
 * A received event.
 *
 * @param id the message id, which is the same for every delivery of an event
 * @param routingKey such as {@code demo.user.deleted}
 * @param payload a CloudEvent 1.0 as JSON
 */
record ReceivedEvent(String id, String routingKey, String payload) {}

package io.github.phoneidentity.events.consumer;

/**
 * An event as it arrived.
 *
 * @param id the message's id: the same for every delivery of one event
 * @param routingKey such as {@code demo.user.deleted}
 * @param payload a CloudEvent 1.0 as JSON
 */
record UserEvent(String id, String routingKey, String payload) {}

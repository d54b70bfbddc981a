/** The relay of user events, which publishes them from the outbox to RabbitMQ. */
@NullMarked
package io.github.phoneidentity.events.rabbitmq;

import org.jspecify.annotations.NullMarked;

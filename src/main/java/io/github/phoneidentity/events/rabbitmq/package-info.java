/** The relay of user events, which publishes them from the outbox to RabbitMQ. */
package io.github.phoneidentity.events.rabbitmq;

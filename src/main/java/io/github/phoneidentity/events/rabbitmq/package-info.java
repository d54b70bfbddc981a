/** The relay of user events: it takes them from the outbox and publishes them to RabbitMQ. */
package io.github.phoneidentity.events.rabbitmq;

/**
 * User events: changes of users are written to an outbox in their own transaction, and relayed from
 * there to RabbitMQ.
 */
@NullMarked
package io.github.phoneidentity.events;

import org.jspecify.annotations.NullMarked;

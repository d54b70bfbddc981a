/**
 * User events: what becomes of users is written to the outbox in the transaction that does it, and
 * relayed from there to RabbitMQ.
 */
package io.github.phoneidentity.events;

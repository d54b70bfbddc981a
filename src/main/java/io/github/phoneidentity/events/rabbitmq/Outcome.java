package io.github.phoneidentity.events.rabbitmq;

/** What became of a message that was given to the broker. */
enum Outcome {
  /** The broker has it, and a queue too. */
  CONFIRMED,
  /** No queue is bound for it, and there is no alternate exchange that takes it. */
  RETURNED,
  /** The broker could not take it now: a queue is full, for example. */
  NACKED,
  /** The broker does not let us publish it. */
  FORBIDDEN,
  /** The broker closed the channel or the connection over a message: this one, or one beside it. */
  OFFENDED,
  /** It cannot be written as an AMQP message. */
  UNWRITABLE,
  /** Nobody knows: the connection was lost, the exchange is missing, or no answer came. */
  LOST
}

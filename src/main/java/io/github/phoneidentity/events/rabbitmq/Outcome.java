package io.github.phoneidentity.events.rabbitmq;

/** The outcome of a message that was published. */
enum Outcome {
  /** The broker has confirmed it, and a queue has received it. */
  CONFIRMED,
  /** No queue is bound for it, and no alternate exchange has received it. */
  RETURNED,
  /** The broker has rejected it for now, for example because a queue is full. */
  NACKED,
  /** The broker does not permit it to be published. */
  FORBIDDEN,
  /**
   * The broker has closed the channel or the connection because of this message or another one in
   * flight.
   */
  OFFENDED,
  /** It cannot be encoded as an AMQP message. */
  UNWRITABLE,
  /**
   * The outcome is unknown: the connection was lost, the exchange is missing, or no answer arrived.
   */
  LOST
}

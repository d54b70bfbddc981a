package io.github.phoneidentity.events.rabbitmq;

/** The state of the broker. Changes of the state are logged, not every try. */
enum BrokerState {
  CONNECTED("is connected"),
  UNREACHABLE("cannot be reached"),
  /** The user, the password or the virtual host is wrong. */
  LOGIN_REFUSED("refuses the login"),
  /** It has accepted a connection or messages, but does not answer. */
  SILENT("does not answer"),
  /** The broker has a memory or disk alarm. */
  BLOCKED("takes no messages"),
  /** It closes the channel over a message, or over a declaration. */
  REFUSING("refuses messages"),
  /**
   * Connections or channels are closed repeatedly while messages are in flight, without a reason.
   */
  LOSING("loses messages"),
  /** No queue is bound for a message, and the exchange has no alternate exchange. */
  UNROUTABLE("has no queue for messages"),
  /** It rejects messages, for example because a queue is full. */
  OVERFLOWING("does not take messages");

  private final String description;

  BrokerState(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  /** Whether a new connection ends this state; the other states end when messages are confirmed. */
  boolean clearsOnConnect() {
    return this == UNREACHABLE || this == LOGIN_REFUSED || this == SILENT || this == BLOCKED;
  }
}

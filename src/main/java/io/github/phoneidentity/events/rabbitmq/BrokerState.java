package io.github.phoneidentity.events.rabbitmq;

/** How it stands with the broker. Operators are told when that changes, and not at each try. */
enum BrokerState {
  CONNECTED("is connected"),
  UNREACHABLE("cannot be reached"),
  /** Wrong user, password or virtual host. */
  LOGIN_REFUSED("refuses the login"),
  /** It accepted a connection or messages, and never answered. */
  SILENT("does not answer"),
  /** An alarm of the broker about its memory or disk. */
  BLOCKED("takes no messages"),
  /** It closes the channel over a message, or over a declaration. */
  REFUSING("refuses messages"),
  /** Connections or channels end over messages again and again, and nobody says why. */
  LOSING("loses messages"),
  /** No queue is bound for them, and the exchange has no alternate one. */
  UNROUTABLE("has no queue for messages"),
  /** A queue is full, for example. */
  OVERFLOWING("does not take messages");

  private final String words;

  BrokerState(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Whether a connection alone shows that it is over; the others are over when messages pass. */
  boolean endsByItself() {
    return this == UNREACHABLE || this == LOGIN_REFUSED || this == SILENT || this == BLOCKED;
  }
}

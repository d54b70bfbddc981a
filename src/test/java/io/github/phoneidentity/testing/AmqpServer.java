package io.github.phoneidentity.testing;

/** The program behind an {@link AmqpBroker}. */
interface AmqpServer {

  /** Starts it, empty, with one user. */
  void launch(String username, String password);

  /** Ends it; what it held is lost. */
  void stop();

  /** Gives a user another password; connections stay. */
  void setPassword(String username, String password);
}

package io.github.phoneidentity.verification;

/** What a verification code is for. A code or proof for one purpose is nothing for another. */
public enum Purpose {
  REGISTRATION("registration", true, true),
  LOGIN("login", true, false),
  SECOND_FACTOR("second-factor", false, true),
  PASSWORD_RESET("password-reset", true, false),
  VERIFY("verify", false, true),
  UPDATE("update", false, true);

  private final String id;
  private final boolean open;
  private final boolean delivery;

  Purpose(String id, boolean open, boolean delivery) {
    this.id = id;
    this.open = open;
    this.delivery = delivery;
  }

  /** The name in the database, in messages and in the REST API. */
  public String id() {
    return id;
  }

  /**
   * May anybody ask for such a code? Then it spends the recipient's public budgets, otherwise the
   * user's own.
   */
  public boolean isPublic() {
    return open;
  }

  /**
   * May the answer depend on the outcome of the delivery, or would that reveal whether an account
   * exists?
   */
  public boolean revealsDelivery() {
    return delivery;
  }

  /**
   * Does the caller name an account that may not exist? Then nothing may tell whether it does, and
   * a request without a user is answered by a decoy.
   */
  public boolean asksAboutAccount() {
    return !delivery;
  }
}

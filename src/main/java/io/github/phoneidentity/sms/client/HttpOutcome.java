package io.github.phoneidentity.sms.client;

import io.github.phoneidentity.sms.SendResult;

/** The outcome of an HTTP request. */
public sealed interface HttpOutcome {

  /** The result for the text, unless the body of the service's response says otherwise. */
  SendResult result();

  /**
   * There was a response.
   *
   * @param status the HTTP status
   * @param body the first bytes of the response, as UTF-8; it must not be logged because it may
   *     repeat the text
   */
  record Answered(int status, String body) implements HttpOutcome {

    private static final int TOO_MANY_REQUESTS = 429;

    @Override
    public SendResult result() {
      if (status >= 200 && status < 300) {
        return SendResult.ACCEPTED;
      }
      return status == TOO_MANY_REQUESTS || status >= 500
          ? SendResult.UNREACHABLE
          : SendResult.REJECTED;
    }

    @Override
    public String toString() {
      return "Answered[status=" + status + "]";
    }
  }

  /** There was no response. */
  enum Unanswered implements HttpOutcome {
    /** The request provably did not reach the service. */
    NOT_HANDED_OVER(SendResult.UNREACHABLE),
    /** The request was sent, at least in part. */
    IN_DOUBT(SendResult.UNKNOWN);

    private final SendResult result;

    Unanswered(SendResult result) {
      this.result = result;
    }

    @Override
    public SendResult result() {
      return result;
    }
  }
}

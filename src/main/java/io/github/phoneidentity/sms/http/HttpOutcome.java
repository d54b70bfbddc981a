package io.github.phoneidentity.sms.http;

import io.github.phoneidentity.sms.SendResult;

/** What became of one HTTP request. */
public sealed interface HttpOutcome {

  /** What it means for the text, as long as the service's answer says nothing else. */
  SendResult result();

  /**
   * The service answered.
   *
   * @param status the HTTP status
   * @param body the first {@value BoundedHttpClient#MOST_READ} bytes of the answer, as UTF-8; it
   *     may repeat the text, so it must not be logged
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

  /** There was no answer. */
  enum Unanswered implements HttpOutcome {
    /** The request provably did not reach the service. */
    NOT_HANDED_OVER(SendResult.UNREACHABLE),
    /** The request went out, at least in part. */
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

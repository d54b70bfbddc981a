package io.github.phoneidentity.sms;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of a text that was handed to a gateway.
 *
 * @param result the result
 * @param conversionId by which the gateway wants to be notified that the code was confirmed, at
 *     most 255 characters; empty if it does not want to be notified
 */
public record Submission(SendResult result, Optional<String> conversionId) {

  public Submission {
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(conversionId, "conversionId");
  }

  /** The result of a gateway that does not want to be notified of conversions. */
  public static Submission of(SendResult result) {
    return new Submission(result, Optional.empty());
  }
}

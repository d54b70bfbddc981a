package io.github.phoneidentity.rest;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.phoneidentity.account.NameCheck;
import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Challenge;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The JSON objects that clients receive, as the OpenAPI document describes them. Times are in
 * seconds, and a field that may be null is left out if it is.
 */
final class ResponseBodies {

  private ResponseBodies() {}

  /** A finding for each value that was checked; null for the others. */
  record Availability(
      @JsonInclude(NON_NULL) @Nullable Finding username,
      @JsonInclude(NON_NULL) @Nullable Finding nickname,
      @JsonInclude(NON_NULL) @Nullable Finding email,
      @JsonInclude(NON_NULL) @Nullable Finding phone) {}

  /**
   * The result for one value.
   *
   * @param valid whether it is well-formed
   * @param available whether it is available; null if that is not disclosed
   * @param reason why it is not available, a {@link NameCheck.Reason} in lower case; null if it is
   *     available, or if that is not disclosed
   */
  record Finding(
      boolean valid,
      @JsonInclude(NON_NULL) @Nullable Boolean available,
      @JsonInclude(NON_NULL) @Nullable String reason) {

    static Finding of(NameCheck.Finding found) {
      return new Finding(
          found.valid(),
          found.available(),
          found.reason() == null ? null : found.reason().name().toLowerCase(Locale.ROOT));
    }
  }

  /**
   * A code that was sent.
   *
   * @param recipient masked
   * @param codeLength the number of digits
   * @param expiresIn how long the code remains valid
   * @param resendIn how long until it may be sent again
   */
  record Verification(
      String id, Channel channel, String recipient, int codeLength, long expiresIn, long resendIn) {

    static Verification of(Challenge challenge) {
      return new Verification(
          challenge.id(),
          challenge.recipient().channel(),
          challenge.recipient().masked(),
          challenge.codeLength(),
          RetryAfter.seconds(challenge.expiresIn()),
          RetryAfter.seconds(challenge.resendIn()));
    }
  }

  /**
   * A verified code.
   *
   * @param verified true
   * @param expiresIn how long the proof can be consumed
   */
  record Proof(boolean verified, long expiresIn) {

    static Proof of(Duration expiresIn) {
      return new Proof(true, RetryAfter.seconds(expiresIn));
    }
  }

  /**
   * A user who was registered.
   *
   * @param id the id of the user, which tokens have as {@code sub}
   */
  record RegisteredUser(String id) {}

  /**
   * An error.
   *
   * @param error the id of an {@link ErrorCode}
   * @param errorDescription in the language of the request
   * @param field the field that it is about; null for none
   * @param reason why it is not allowed; null for no particular reason
   * @param attemptsLeft the remaining guesses; null if no code was checked
   * @param errors the fields that violate rules of the realm; null for none
   */
  record ApiError(
      String error,
      String errorDescription,
      @JsonInclude(NON_NULL) @Nullable String field,
      @JsonInclude(NON_NULL) @Nullable String reason,
      @JsonInclude(NON_NULL) @Nullable Integer attemptsLeft,
      @JsonInclude(NON_NULL) @Nullable List<FieldError> errors) {}

  /**
   * A field that violates a rule of the realm.
   *
   * @param error the key of the message
   * @param errorDescription in the language of the request
   */
  record FieldError(String field, String error, String errorDescription) {}
}

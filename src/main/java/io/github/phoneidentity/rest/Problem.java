package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import io.github.phoneidentity.limit.RetryAfter;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An error response. It is an exception, so that it can end a request anywhere. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String message;
  private final transient Object[] parameters;
  private final Details details;
  private final transient List<FieldError> errors;
  private final @Nullable Duration retryAfter;

  /** The fields of the response besides error and description, each null if it has none. */
  private record Details(
      @Nullable String field, @Nullable String reason, @Nullable Integer attemptsLeft)
      implements Serializable {

    static final Details NONE = new Details(null, null, null);
  }

  private Problem(
      ErrorCode code,
      String message,
      Object[] parameters,
      Details details,
      List<FieldError> errors,
      @Nullable Duration retryAfter) {
    super(code.id(), null, false, false);
    this.code = code;
    this.message = message;
    this.parameters = parameters;
    this.details = details;
    this.errors = errors;
    this.retryAfter = retryAfter;
  }

  /**
   * @param message the key of the message without its prefix {@code phoneIdentity.}
   */
  static Problem of(ErrorCode code, String message, Object... parameters) {
    return new Problem(code, message, parameters, Details.NONE, List.of(), null);
  }

  /** A request that cannot be understood. */
  static Problem invalidRequest(String message, Object... parameters) {
    return of(ErrorCode.INVALID_REQUEST, "api." + message, parameters);
  }

  /** The fields violate rules of the realm. */
  static Problem invalid(List<FieldError> errors) {
    return new Problem(
        ErrorCode.VALIDATION_FAILED,
        "api.validationFailed",
        new Object[0],
        Details.NONE,
        errors,
        null);
  }

  static Problem taken(String field) {
    return of(ErrorCode.TAKEN, "error." + field + "Taken").withField(field);
  }

  static Problem gone() {
    return of(ErrorCode.VERIFICATION_GONE, "error.verificationGone");
  }

  static Problem tooManyRequests(Duration retryAfter) {
    return new Problem(
        ErrorCode.TOO_MANY_REQUESTS,
        "error.tooManyRequests",
        RetryAfter.minutesAndHours(retryAfter),
        Details.NONE,
        List.of(),
        retryAfter);
  }

  Problem withField(String field) {
    return with(new Details(field, null, null));
  }

  Problem withReason(String reason) {
    return with(new Details(null, reason, null));
  }

  Problem withAttemptsLeft(int attemptsLeft) {
    return with(new Details(null, null, attemptsLeft));
  }

  private Problem with(Details own) {
    return new Problem(code, message, parameters, own, errors, retryAfter);
  }

  ErrorCode code() {
    return code;
  }

  String message() {
    return "phoneIdentity." + message;
  }

  Object[] parameters() {
    return parameters.clone();
  }

  /** The field that it is about; null for none. */
  @Nullable String field() {
    return details.field();
  }

  /** Why it is not allowed; null for no particular reason. */
  @Nullable String reason() {
    return details.reason();
  }

  /** The remaining guesses; null if no code was checked. */
  @Nullable Integer attemptsLeft() {
    return details.attemptsLeft();
  }

  List<FieldError> errors() {
    return errors;
  }

  /** When the request may be repeated; null if no rate limit is exceeded. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}

package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import io.github.phoneidentity.limit.RetryAfter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An error response. It is an exception, so that it can end a request anywhere. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String message;
  private final transient Object[] parameters;
  private final transient Map<String, Object> details;
  private final transient List<FieldError> errors;
  private final Duration retryAfter;

  private Problem(
      ErrorCode code,
      String message,
      Object[] parameters,
      Map<String, Object> details,
      List<FieldError> errors,
      Duration retryAfter) {
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
    return new Problem(code, message, parameters, Map.of(), List.of(), null);
  }

  /** A request that cannot be understood. */
  static Problem invalidRequest(String message, Object... parameters) {
    return of(ErrorCode.INVALID_REQUEST, "api." + message, parameters);
  }

  /** The fields violate rules of the realm. */
  static Problem invalid(List<FieldError> errors) {
    return new Problem(
        ErrorCode.VALIDATION_FAILED, "api.validationFailed", new Object[0], Map.of(), errors, null);
  }

  static Problem taken(String field) {
    return of(ErrorCode.TAKEN, "error." + field + "Taken").with("field", field);
  }

  static Problem gone() {
    return of(ErrorCode.VERIFICATION_GONE, "error.verificationGone");
  }

  static Problem tooManyRequests(Duration retryAfter) {
    return new Problem(
        ErrorCode.TOO_MANY_REQUESTS,
        "error.tooManyRequests",
        RetryAfter.minutesAndHours(retryAfter),
        Map.of(),
        List.of(),
        retryAfter);
  }

  Problem with(String name, Object value) {
    return new Problem(code, message, parameters, Map.of(name, value), errors, retryAfter);
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

  /** The fields of the response besides error and description. */
  Map<String, Object> details() {
    return details;
  }

  List<FieldError> errors() {
    return errors;
  }

  /** When the request may be repeated; null if no rate limit is exceeded. */
  Duration retryAfter() {
    return retryAfter;
  }
}

package io.github.phoneidentity.rest;

import java.util.Locale;

/** The errors of the API; responses have the names in lower case. */
enum ErrorCode {
  INVALID_REQUEST(400),
  INVALID_PHONE(400),
  PHONE_NOT_ALLOWED(400),
  CODE_MISMATCH(400),
  VALIDATION_FAILED(400),
  INVALID_CLIENT(401),
  NOT_ALLOWED(403),
  NOT_FOUND(404),
  TAKEN(409),
  VERIFICATION_GONE(410),
  TOO_MANY_REQUESTS(429),
  DELIVERY_FAILED(503);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}

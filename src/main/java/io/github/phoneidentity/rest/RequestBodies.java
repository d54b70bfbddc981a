package io.github.phoneidentity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.phoneidentity.verification.Purpose;
import java.util.List;
import java.util.Map;

/**
 * The JSON objects that clients send, as the OpenAPI document describes them. {@link JsonBody}
 * reads them; a component that is not required is null if its field is missing.
 */
final class RequestBodies {

  private RequestBodies() {}

  /**
   * {@code POST /availability}: at least one value.
   *
   * @param email also the candidate's own address, as which a username is allowed
   * @param phone in any format, also the candidate's own number
   */
  record AvailabilityRequest(String username, String nickname, String email, String phone) {}

  /** {@code POST /verifications}: either {@code phone}, in any format, or {@code email}. */
  record VerificationRequest(
      @JsonProperty(required = true) Purpose purpose, String phone, String email) {}

  /**
   * {@code POST /verifications/{id}/confirm}.
   *
   * @param code the code as typed, or a whole message that contains it
   */
  record Confirmation(@JsonProperty(required = true) String code) {

    @Override
    public String toString() {
      return "Confirmation";
    }
  }

  /**
   * {@code POST /registrations}.
   *
   * @param phoneVerification the id of a proof by SMS
   * @param emailVerification the id of a proof by e-mail
   * @param attributes the user-profile attributes by name, including username and e-mail
   */
  record RegistrationRequest(
      String password,
      boolean termsAccepted,
      String phoneVerification,
      String emailVerification,
      Map<String, List<String>> attributes) {

    @Override
    public String toString() {
      return "RegistrationRequest";
    }
  }

  /**
   * {@code PUT /password}.
   *
   * @param verification the id of a proof
   * @param emailVerification the id of a second proof, by e-mail
   */
  record PasswordChange(
      @JsonProperty(required = true) String verification,
      @JsonProperty(required = true) String password,
      String emailVerification) {

    @Override
    public String toString() {
      return "PasswordChange";
    }
  }

  /**
   * {@code POST /adopt} of administrators; the body may be missing.
   *
   * @param dryRun whether conflicts are listed and nothing is written
   */
  record AdoptionRequest(boolean dryRun) {}
}

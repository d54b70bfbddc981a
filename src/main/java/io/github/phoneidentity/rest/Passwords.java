package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.PasswordOutcome;
import io.github.phoneidentity.account.PasswordOutcome.Changed;
import io.github.phoneidentity.account.PasswordOutcome.EmailNeeded;
import io.github.phoneidentity.account.PasswordOutcome.Invalid;
import io.github.phoneidentity.account.PasswordOutcome.NotAllowed;
import io.github.phoneidentity.account.PasswordReset;
import io.github.phoneidentity.rest.RequestBodies.PasswordChange;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** {@code PUT /password}: changes a forgotten password. */
final class Passwords {

  static final String SECOND_FACTOR = "second_factor";

  private final ApiRequest request;

  Passwords(ApiRequest request) {
    this.request = request;
  }

  ApiResponse change() {
    PasswordChange body = request.body(PasswordChange.class);
    PasswordOutcome outcome =
        new PasswordReset(request.session())
            .change(
                request.client().binding(),
                body.verification(),
                body.emailVerification(),
                body.password());
    if (outcome instanceof Changed changed) {
      report(changed.user());
      return new ApiResponse(204, null);
    }
    return refuse(outcome);
  }

  /**
   * Writes two events, as Keycloak's own password update does: the second type is the older one.
   */
  private void report(UserModel user) {
    EventBuilder event =
        request
            .client()
            .event(EventType.UPDATE_CREDENTIAL)
            .user(user)
            .detail(Details.CREDENTIAL_TYPE, PasswordCredentialModel.TYPE);
    event.clone().event(EventType.UPDATE_PASSWORD).success();
    event.success();
  }

  private ApiResponse refuse(PasswordOutcome outcome) {
    EventBuilder event = request.client().event(EventType.RESET_PASSWORD);
    if (outcome instanceof Invalid invalid) {
      event.error(Errors.PASSWORD_REJECTED);
      throw Problem.invalid(invalid.errors());
    } else if (outcome instanceof NotAllowed) {
      event.error(Errors.NOT_ALLOWED);
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.resetNotAllowed");
    } else if (outcome instanceof EmailNeeded needed) {
      event.detail(Details.REASON, SECOND_FACTOR).error(Errors.NOT_ALLOWED);
      String message = needed.hasEmail() ? "api.resetNeedsEmail" : "error.resetNeedsAdministrator";
      throw Problem.of(ErrorCode.NOT_ALLOWED, message).withReason(SECOND_FACTOR);
    }
    // There is no event for an unknown id, because a client can send any number of them.
    throw Problem.of(ErrorCode.VERIFICATION_GONE, "error.proofGone");
  }
}

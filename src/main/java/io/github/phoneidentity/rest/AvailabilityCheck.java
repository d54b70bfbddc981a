package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.AvailabilityChecks;
import io.github.phoneidentity.account.NameCheck;
import io.github.phoneidentity.limit.LimitExceededException;
import io.github.phoneidentity.rest.RequestBodies.AvailabilityRequest;
import io.github.phoneidentity.rest.ResponseBodies.Availability;
import io.github.phoneidentity.rest.ResponseBodies.Finding;
import java.util.Optional;
import org.keycloak.events.EventType;

/** {@code POST /availability}: whether identifiers are available to a new user. */
final class AvailabilityCheck {

  private final ApiRequest request;

  AvailabilityCheck(ApiRequest request) {
    this.request = request;
  }

  ApiResponse check() {
    AvailabilityRequest body = request.body(AvailabilityRequest.class);
    Optional<String> username = Optional.ofNullable(body.username());
    Optional<String> nickname = Optional.ofNullable(body.nickname());
    Optional<String> email = Optional.ofNullable(body.email());
    Optional<String> phone = Optional.ofNullable(body.phone());
    if (username.or(() -> nickname).or(() -> email).or(() -> phone).isEmpty()) {
      throw Problem.invalidRequest("nothingAsked");
    }
    if (request.client().isRegistrationPage() && email.or(() -> phone).isPresent()) {
      throw ApiClient.invalidClient();
    }
    count();
    NameCheck names = new NameCheck(request.session(), body.email(), body.phone());
    return new ApiResponse(
        200,
        new Availability(
            username.map(names::username).map(Finding::of).orElse(null),
            nickname.map(names::nickname).map(Finding::of).orElse(null),
            email.map(names::email).map(Finding::of).orElse(null),
            phone.map(names::phone).map(Finding::of).orElse(null)));
  }

  private void count() {
    try {
      AvailabilityChecks.count(request.session(), request.realm(), request.client().origin());
    } catch (LimitExceededException e) {
      request.client().event(EventType.REGISTER).error(ErrorCode.TOO_MANY_REQUESTS.id());
      throw Problem.tooManyRequests(e.retryAfter());
    }
  }
}

package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.AvailabilityChecks;
import io.github.phoneidentity.account.NameCheck;
import io.github.phoneidentity.account.NameCheck.Finding;
import io.github.phoneidentity.limit.LimitExceededException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.EventType;

/** {@code POST /availability}: whether identifiers are available to a new user. */
final class AvailabilityCheck {

  private final ApiRequest request;

  AvailabilityCheck(ApiRequest request) {
    this.request = request;
  }

  ApiResponse check() {
    JsonBody body = request.body();
    Optional<String> username = body.optionalText("username");
    Optional<String> nickname = body.optionalText("nickname");
    Optional<String> email = body.optionalText("email");
    Optional<String> phone = body.optionalText("phone");
    body.rejectUnread();
    if (username.or(() -> nickname).or(() -> email).or(() -> phone).isEmpty()) {
      throw Problem.invalidRequest("nothingAsked");
    }
    if (request.client().isRegistrationPage() && email.or(() -> phone).isPresent()) {
      throw ApiClient.invalidClient();
    }
    count();
    NameCheck names = new NameCheck(request.session(), email.orElse(null), phone.orElse(null));
    Map<String, Object> response = new LinkedHashMap<>();
    username.map(names::username).ifPresent(found -> response.put("username", view(found)));
    nickname.map(names::nickname).ifPresent(found -> response.put("nickname", view(found)));
    email.map(names::email).ifPresent(found -> response.put("email", view(found)));
    phone.map(names::phone).ifPresent(found -> response.put("phone", view(found)));
    return new ApiResponse(200, response);
  }

  private void count() {
    try {
      AvailabilityChecks.count(request.session(), request.realm(), request.client().origin());
    } catch (LimitExceededException e) {
      request.client().event(EventType.REGISTER).error(ErrorCode.TOO_MANY_REQUESTS.id());
      throw Problem.tooManyRequests(e.retryAfter());
    }
  }

  private static Map<String, Object> view(Finding finding) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("valid", finding.valid());
    if (finding.available() != null) {
      view.put("available", finding.available());
    }
    if (finding.reason() != null) {
      view.put("reason", finding.reason().name().toLowerCase(Locale.ROOT));
    }
    return view;
  }
}

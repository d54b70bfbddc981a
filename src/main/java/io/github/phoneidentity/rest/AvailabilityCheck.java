package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.NameCheck;
import io.github.phoneidentity.account.NameCheck.Finding;
import io.github.phoneidentity.limit.AvailabilityLimit;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.EventType;

/** {@code POST /availability}: whether identifiers are available to a new user. */
final class AvailabilityCheck {

  private final ApiRequest call;

  AvailabilityCheck(ApiRequest call) {
    this.call = call;
  }

  ApiResponse check() {
    JsonBody body = call.body();
    Optional<String> username = body.optionalText("username");
    Optional<String> nickname = body.optionalText("nickname");
    Optional<String> email = body.optionalText("email");
    Optional<String> phone = body.optionalText("phone");
    body.refuseUnread();
    if (username.or(() -> nickname).or(() -> email).or(() -> phone).isEmpty()) {
      throw Problem.invalidRequest("nothingAsked");
    }
    if (call.caller().isRegistrationPage() && email.or(() -> phone).isPresent()) {
      throw ApiClient.refusal();
    }
    count();
    NameCheck names = new NameCheck(call.session(), email.orElse(null), phone.orElse(null));
    Map<String, Object> answer = new LinkedHashMap<>();
    username.map(names::username).ifPresent(found -> answer.put("username", view(found)));
    nickname.map(names::nickname).ifPresent(found -> answer.put("nickname", view(found)));
    email.map(names::email).ifPresent(found -> answer.put("email", view(found)));
    phone.map(names::phone).ifPresent(found -> answer.put("phone", view(found)));
    return new ApiResponse(200, answer);
  }

  private void count() {
    AvailabilityLimit.take(
            call.session(), call.realm(), RealmPolicy.of(call.realm()), call.caller().origin())
        .ifPresent(
            refusal -> {
              call.caller().event(EventType.REGISTER).error(ErrorCode.TOO_MANY_REQUESTS.id());
              throw Problem.tooManyRequests(refusal.retryAfter());
            });
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

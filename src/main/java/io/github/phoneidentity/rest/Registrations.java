package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.GivenProof;
import io.github.phoneidentity.account.PhoneConflict;
import io.github.phoneidentity.account.Registration;
import io.github.phoneidentity.account.RegistrationForm;
import io.github.phoneidentity.account.RegistrationOutcome;
import io.github.phoneidentity.account.RegistrationOutcome.Invalid;
import io.github.phoneidentity.account.RegistrationOutcome.Limited;
import io.github.phoneidentity.account.RegistrationOutcome.NotAllowed;
import io.github.phoneidentity.account.RegistrationOutcome.ProofGone;
import io.github.phoneidentity.account.RegistrationOutcome.ProofMissing;
import io.github.phoneidentity.account.RegistrationOutcome.Registered;
import io.github.phoneidentity.account.RegistrationOutcome.Repeated;
import io.github.phoneidentity.account.RegistrationOutcome.Taken;
import io.github.phoneidentity.account.RegistrationOutcome.UnknownAttribute;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.rest.RequestBodies.RegistrationRequest;
import io.github.phoneidentity.rest.ResponseBodies.RegisteredUser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;

/** {@code POST /registrations}: registers a user with proven contacts. */
final class Registrations {

  /** The maximum length of a username in Keycloak's database. */
  private static final int LONGEST_DETAIL = 255;

  private final ApiRequest request;

  Registrations(ApiRequest request) {
    this.request = request;
  }

  ApiResponse create() {
    RegistrationForm form = form(request.body(RegistrationRequest.class));
    RegistrationOutcome outcome =
        new Registration(request.session(), request.client().origin(), form).register();
    report(outcome, form);
    return outcome.fold(new HttpAnswer());
  }

  private RegistrationForm form(RegistrationRequest body) {
    List<GivenProof> proofs =
        Stream.of(
                proof(Channel.sms, body.phoneVerification()),
                proof(Channel.email, body.emailVerification()))
            .flatMap(Optional::stream)
            .toList();
    return new RegistrationForm(body.attributes(), body.password(), body.termsAccepted(), proofs);
  }

  private Optional<GivenProof> proof(Channel channel, String id) {
    return Optional.ofNullable(id)
        .map(given -> new GivenProof(channel, request.client().binding(), given));
  }

  private static String proofField(Channel channel) {
    return switch (channel) {
      case sms -> "phoneVerification";
      case email -> "emailVerification";
    };
  }

  /**
   * Writes the event. There is none without a valid proof, because a client can send any number of
   * such requests.
   */
  private void report(RegistrationOutcome outcome, RegistrationForm form) {
    if (outcome instanceof Registered registered) {
      event(form).user(registered.user()).success();
    } else {
      outcome.error().ifPresent(error -> event(form).error(error));
    }
  }

  private EventBuilder event(RegistrationForm form) {
    EventBuilder event =
        request
            .client()
            .event(EventType.REGISTER)
            .detail(Details.REGISTER_METHOD, ProviderIds.PHONE_IDENTITY);
    first(form, UserModel.USERNAME)
        .ifPresent(name -> event.detail(Details.USERNAME, shortened(masked(name))));
    first(form, UserModel.EMAIL)
        .ifPresent(address -> event.detail(Details.EMAIL, shortened(address)));
    return event;
  }

  private static Optional<String> first(RegistrationForm form, String attribute) {
    return form.attributes().getOrDefault(attribute, List.of()).stream().findFirst();
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) + "…" : text;
  }

  /** The name for an event; it is masked if it is a phone number. */
  private String masked(String name) {
    return PhoneNumberParser.parse(name, RealmPolicy.of(request.realm()).defaultRegion())
        .map(PhoneNumber::masked)
        .orElse(name);
  }

  private static final class HttpAnswer implements RegistrationOutcome.Cases<ApiResponse> {

    @Override
    public ApiResponse registered(Registered outcome) {
      return new ApiResponse(201, new RegisteredUser(outcome.user().getId()));
    }

    @Override
    public ApiResponse repeated(Repeated outcome) {
      return new ApiResponse(201, new RegisteredUser(outcome.userId()));
    }

    @Override
    public ApiResponse notAllowed(NotAllowed outcome) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.registrationNotAllowed");
    }

    @Override
    public ApiResponse proofMissing(ProofMissing outcome) {
      String field = proofField(outcome.channel());
      throw Problem.invalidRequest("missingField", field).withField(field);
    }

    @Override
    public ApiResponse proofGone(ProofGone outcome) {
      throw Problem.of(ErrorCode.VERIFICATION_GONE, "error.proofGone");
    }

    @Override
    public ApiResponse unknownAttribute(UnknownAttribute outcome) {
      throw JsonBody.unknown(outcome.name());
    }

    @Override
    public ApiResponse invalid(Invalid outcome) {
      throw Problem.invalid(outcome.errors());
    }

    @Override
    public ApiResponse taken(Taken outcome) {
      throw outcome.conflict() == PhoneConflict.RESERVED
          ? Problem.of(ErrorCode.TAKEN, "error.phoneReserved").withField(outcome.field())
          : Problem.taken(outcome.field());
    }

    @Override
    public ApiResponse limited(Limited outcome) {
      throw Problem.tooManyRequests(outcome.retryAfter());
    }
  }
}

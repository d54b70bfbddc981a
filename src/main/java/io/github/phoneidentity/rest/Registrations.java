package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.Registration;
import io.github.phoneidentity.account.RegistrationForm;
import io.github.phoneidentity.account.RegistrationOutcome;
import io.github.phoneidentity.account.RegistrationOutcome.Invalid;
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
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;

/** The call that makes a user of what was proven. */
final class Registrations {

  /** How these users registered, as their events say it. */
  static final String METHOD = "phone-identity";

  private final Call call;

  Registrations(Call call) {
    this.call = call;
  }

  Answer create() {
    RegistrationForm form = form(call.body());
    EventBuilder event = event(form);
    RegistrationOutcome outcome =
        new Registration(call.session(), call.caller().binding(), form).register();
    String error = error(outcome);
    if (error != null) {
      event.error(error);
    }
    if (outcome instanceof Registered registered) {
      event.user(registered.user()).success();
    }
    return answer(outcome);
  }

  private static RegistrationForm form(JsonBody body) {
    String password = body.optionalText("password").orElse(null);
    boolean termsAccepted = body.flag("termsAccepted");
    Map<Channel, String> proofs = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      body.optionalText(proofField(channel)).ifPresent(id -> proofs.put(channel, id));
    }
    Map<String, List<String>> attributes = new HashMap<>();
    body.unread().forEach(name -> attributes.put(name, body.texts(name)));
    return new RegistrationForm(attributes, password, termsAccepted, proofs);
  }

  private static String proofField(Channel channel) {
    return switch (channel) {
      case sms -> "phoneVerification";
      case email -> "emailVerification";
    };
  }

  private EventBuilder event(RegistrationForm form) {
    return call.caller()
        .event(EventType.REGISTER)
        .detail(Details.REGISTER_METHOD, METHOD)
        .detail(
            Details.USERNAME,
            form.attributes().getOrDefault(UserModel.USERNAME, List.of()).stream()
                .map(this::masked))
        .detail(Details.EMAIL, form.attributes().getOrDefault(UserModel.EMAIL, List.of()));
  }

  /** A name that looks like a phone may be one. */
  private String masked(String name) {
    return PhoneNumberParser.parse(name, RealmPolicy.of(call.realm()).defaultRegion())
        .map(PhoneNumber::masked)
        .orElse(name);
  }

  private static String error(RegistrationOutcome outcome) {
    if (outcome instanceof Taken taken) {
      return switch (taken.field()) {
        case UserModel.EMAIL -> Errors.EMAIL_IN_USE;
        case UserModel.USERNAME -> Errors.USERNAME_IN_USE;
        case "phone" -> taken.ownerUnproven() ? "unproven_phone_in_use" : "phone_in_use";
        default -> taken.field() + "_in_use";
      };
    }
    return outcome instanceof Registered || outcome instanceof Repeated
        ? null
        : Errors.INVALID_REGISTRATION;
  }

  private static Answer answer(RegistrationOutcome outcome) {
    if (outcome instanceof Registered registered) {
      return new Answer(201, Map.of("id", registered.user().getId()));
    } else if (outcome instanceof Repeated repeated) {
      return new Answer(201, Map.of("id", repeated.userId()));
    } else if (outcome instanceof Invalid invalid) {
      throw Problem.invalid(invalid.errors());
    } else if (outcome instanceof Taken taken) {
      throw Problem.taken(taken.field());
    } else if (outcome instanceof ProofMissing missing) {
      String field = proofField(missing.channel());
      throw Problem.invalidRequest("missingField", field).with("field", field);
    } else if (outcome instanceof UnknownAttribute unknown) {
      throw JsonBody.unknown(unknown.name());
    } else if (outcome instanceof NotAllowed) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.registrationNotAllowed");
    } else if (outcome instanceof ProofGone) {
      throw Problem.of(ErrorCode.VERIFICATION_GONE, "error.proofGone");
    }
    throw new IllegalStateException();
  }
}

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
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.UserModel;

/** The call that makes a user of what was proven. */
final class Registrations {

  /** How these users registered, as their events say it. */
  static final String METHOD = "phone-identity";

  /** The longest name that Keycloak stores. */
  private static final int LONGEST_DETAIL = 255;

  private final Call call;

  Registrations(Call call) {
    this.call = call;
  }

  Answer create() {
    RegistrationForm form = form(call.body());
    RegistrationOutcome outcome =
        new Registration(call.session(), call.caller().binding(), form).register();
    report(outcome, form);
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

  /** Without a proof there is no event: anybody can send as many such calls as there are. */
  private void report(RegistrationOutcome outcome, RegistrationForm form) {
    if (outcome instanceof Registered registered) {
      event(form).user(registered.user()).success();
    } else if (outcome instanceof Taken || outcome instanceof Invalid) {
      event(form).error(error(outcome));
    }
  }

  private EventBuilder event(RegistrationForm form) {
    EventBuilder event =
        call.caller().event(EventType.REGISTER).detail(Details.REGISTER_METHOD, METHOD);
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
    return Errors.INVALID_REGISTRATION;
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

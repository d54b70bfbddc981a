package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.PasswordReset;
import io.github.phoneidentity.account.Registration;
import io.github.phoneidentity.account.RequiredProofs;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.rest.RequestBodies.Confirmation;
import io.github.phoneidentity.rest.ResponseBodies.Proof;
import io.github.phoneidentity.rest.ResponseBodies.Verification;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.ChallengeRequest;
import io.github.phoneidentity.verification.IssueResult;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.RequestedIdentifier;
import io.github.phoneidentity.verification.VerificationCodes;
import io.github.phoneidentity.verification.VerificationResult;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/**
 * {@code POST /verifications} and the calls on one verification: they send a code and verify it.
 */
final class Verifications {

  private final ApiRequest request;
  private final VerificationCodes codes;

  Verifications(ApiRequest request) {
    this.request = request;
    this.codes = request.session().getProvider(VerificationCodes.class);
  }

  ApiResponse create() {
    CodeRequest code = CodeRequest.read(request);
    Purpose purpose = code.purpose();
    Recipient recipient = code.recipient();
    requireAllowed(purpose, recipient);
    Optional<String> user =
        purpose == Purpose.PASSWORD_RESET
            ? new PasswordReset(request.session()).account(recipient)
            : Optional.empty();
    IssueResult result =
        codes.issue(request.realm(), challengeRequest(purpose, recipient, user.orElse(null)));
    return sent(201, event(purpose, user), result);
  }

  private void requireAllowed(Purpose purpose, Recipient recipient) {
    if (purpose == Purpose.PASSWORD_RESET) {
      if (!RequiredProofs.mayBegin(request.realm(), recipient.channel())) {
        throw Problem.of(ErrorCode.NOT_ALLOWED, "api.resetNotAllowed");
      }
    } else if (!Registration.takes(request.realm(), recipient.channel())) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.registrationNotAllowed");
    }
  }

  private ChallengeRequest challengeRequest(
      Purpose purpose, Recipient recipient, @Nullable String user) {
    return new ChallengeRequest(
        purpose,
        recipient,
        request.client().binding(),
        user,
        request.client().origin(),
        request.client().id(),
        request.locale(),
        request.client().textOrigin(),
        purpose.asksAboutAccount() ? RequestedIdentifier.of(recipient) : null,
        null);
  }

  ApiResponse resend(String id) {
    requireId(id);
    Optional<Challenge> challenge = codes.find(request.realm(), request.client().binding(), id);
    IssueResult result =
        codes.resend(request.realm(), request.client().binding(), id, request.client().origin());
    Purpose purpose = challenge.map(Challenge::purpose).orElse(Purpose.REGISTRATION);
    return sent(200, event(purpose, challenge.map(Challenge::userId)), result);
  }

  private ApiResponse sent(int status, EventBuilder event, IssueResult result) {
    return switch (result.outcome()) {
      case ISSUED -> {
        report(event, result.challenge());
        request.commit();
        if (codes.awaitDelivery(result).failed()) {
          throw Problem.of(ErrorCode.DELIVERY_FAILED, "error.deliveryFailed");
        }
        yield new ApiResponse(status, Verification.of(result.challenge()));
      }
      case LIMITED -> {
        event.error(ErrorCode.TOO_MANY_REQUESTS.id());
        throw Problem.tooManyRequests(result.retryAfter());
      }
      case NOT_ALLOWED -> throw Problem.of(ErrorCode.PHONE_NOT_ALLOWED, "error.phoneNotAllowed");
      case GONE -> throw Problem.gone();
    };
  }

  /** Writes one event by the same statements whether or not the account exists. */
  private static void report(EventBuilder event, Challenge challenge) {
    if (challenge.purpose() != Purpose.PASSWORD_RESET) {
      return;
    }
    event.event(EventType.SEND_RESET_PASSWORD).detail("recipient", challenge.recipient().masked());
    if (challenge.userId() == null) {
      event.storeImmediately(false).error(Errors.USER_NOT_FOUND);
    } else {
      event.success();
    }
  }

  ApiResponse confirm(String id) {
    String code = request.body(Confirmation.class).code();
    requireId(id);
    VerificationResult result =
        codes.confirm(request.realm(), request.client().binding(), id, code);
    return switch (result.outcome()) {
      case PROVEN -> new ApiResponse(200, Proof.of(result.proof().expiresIn()));
      case MISMATCH -> {
        reportFailure(result, Errors.INVALID_CODE);
        throw Problem.of(ErrorCode.CODE_MISMATCH, "error.codeMismatch", result.attemptsLeft())
            .withAttemptsLeft(result.attemptsLeft());
      }
      case MALFORMED -> {
        reportFailure(result, Errors.INVALID_CODE);
        throw Problem.of(ErrorCode.INVALID_REQUEST, "error.codeMalformed", result.codeLength())
            .withField("code");
      }
      case LIMITED -> {
        reportFailure(result, ErrorCode.TOO_MANY_REQUESTS.id());
        throw Problem.tooManyRequests(result.retryAfter());
      }
      case GONE -> {
        reportFailure(result, Errors.INVALID_CODE);
        throw Problem.gone();
      }
    };
  }

  /** Writes no event for an unknown id, because a client can send any number of them. */
  private void reportFailure(VerificationResult result, String error) {
    Challenge known = result.challenge();
    if (known != null) {
      event(known.purpose(), Optional.ofNullable(known.userId())).error(error);
    }
  }

  private EventBuilder event(Purpose purpose, Optional<String> user) {
    EventType type =
        purpose == Purpose.PASSWORD_RESET ? EventType.RESET_PASSWORD : EventType.REGISTER;
    EventBuilder event =
        request.client().event(type).detail(Details.REGISTER_METHOD, ProviderIds.PHONE_IDENTITY);
    user.ifPresent(event::user);
    return event;
  }

  /** Rejects a text that is not a UUID without a database query. */
  private static void requireId(String id) {
    try {
      if (!UUID.fromString(id).toString().equals(id)) {
        throw Problem.gone();
      }
    } catch (IllegalArgumentException unknown) {
      throw Problem.gone();
    }
  }
}

package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.FieldError;
import io.github.phoneidentity.account.PhoneConflict;
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
import io.github.phoneidentity.limit.RetryAfter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Errors;
import org.keycloak.models.UserModel;

/**
 * Why a registration fails, for an event and a page.
 *
 * @param event the error of the event
 * @param message the key of the message
 * @param parameters the parameters of the message
 * @param field the field whose value the user can correct; null if there is none
 * @param taken the proven contact that is taken, {@code phone} or {@code email}; null otherwise
 * @param retryAfter when the request may be repeated if a rate limit is exceeded; zero otherwise
 */
public record RegistrationRefusal(
    String event,
    String message,
    List<Object> parameters,
    @Nullable String field,
    @Nullable String taken,
    Duration retryAfter) {

  private static final String KEY = "phoneIdentity.error.";
  private static final String RESERVED = "phoneReserved";

  public RegistrationRefusal {
    // Parameters may be null, which List.copyOf rejects.
    parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
  }

  /** Whether the user can log in with the contact, because it has an account. */
  public boolean hasAccount() {
    return taken != null && !message.equals(KEY + RESERVED);
  }

  private static Optional<RegistrationRefusal> startAgain() {
    return Optional.of(
        new RegistrationRefusal(
            Errors.INVALID_REGISTRATION, KEY + "proofGone", List.of(), null, null, Duration.ZERO));
  }

  /** The refusal for an outcome; empty if the user is registered. */
  public static Optional<RegistrationRefusal> of(RegistrationOutcome outcome) {
    return outcome.fold(new OfOutcome());
  }

  private static final class OfOutcome
      implements RegistrationOutcome.Cases<Optional<RegistrationRefusal>> {

    @Override
    public Optional<RegistrationRefusal> registered(Registered outcome) {
      return Optional.empty();
    }

    @Override
    public Optional<RegistrationRefusal> repeated(Repeated outcome) {
      return Optional.empty();
    }

    @Override
    public Optional<RegistrationRefusal> notAllowed(NotAllowed outcome) {
      return startAgain();
    }

    @Override
    public Optional<RegistrationRefusal> proofMissing(ProofMissing outcome) {
      return startAgain();
    }

    @Override
    public Optional<RegistrationRefusal> proofGone(ProofGone outcome) {
      return startAgain();
    }

    @Override
    public Optional<RegistrationRefusal> unknownAttribute(UnknownAttribute outcome) {
      return startAgain();
    }

    @Override
    public Optional<RegistrationRefusal> invalid(Invalid outcome) {
      FieldError first = outcome.errors().get(0);
      return Optional.of(
          new RegistrationRefusal(
              outcome.error().orElseThrow(),
              first.error(),
              first.parameters(),
              first.field(),
              null,
              Duration.ZERO));
    }

    @Override
    public Optional<RegistrationRefusal> taken(Taken outcome) {
      String key =
          switch (outcome.field()) {
            case UserModel.EMAIL -> "emailTaken";
            case UserModel.USERNAME -> "usernameTaken";
            case Taken.PHONE ->
                outcome.conflict() == PhoneConflict.RESERVED ? RESERVED : "phoneTaken";
            default -> "nicknameTaken";
          };
      return Optional.of(
          new RegistrationRefusal(
              outcome.error().orElseThrow(),
              KEY + key,
              List.of(),
              null,
              outcome.field(),
              Duration.ZERO));
    }

    @Override
    public Optional<RegistrationRefusal> limited(Limited outcome) {
      return Optional.of(
          new RegistrationRefusal(
              outcome.error().orElseThrow(),
              KEY + "tooManyRequests",
              Arrays.asList(RetryAfter.minutesAndHours(outcome.retryAfter())),
              null,
              null,
              outcome.retryAfter()));
    }
  }
}

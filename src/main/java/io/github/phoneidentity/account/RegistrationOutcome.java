package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.EventErrors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Errors;
import org.keycloak.models.UserModel;

/** The outcome of a registration. */
public sealed interface RegistrationOutcome {

  /**
   * One method for each outcome. It makes the compiler check exhaustiveness, because Java 17 has no
   * {@code switch} over types.
   *
   * @param <T> the result
   */
  interface Cases<T> {
    T registered(Registered outcome);

    T repeated(Repeated outcome);

    T notAllowed(NotAllowed outcome);

    T proofMissing(ProofMissing outcome);

    T proofGone(ProofGone outcome);

    T unknownAttribute(UnknownAttribute outcome);

    T invalid(Invalid outcome);

    T taken(Taken outcome);

    T limited(Limited outcome);
  }

  /** The result of the method for this outcome. */
  <T> T fold(Cases<T> cases);

  /**
   * The error of the event; empty if there is no event, because clients can send requests without a
   * valid proof any number of times.
   */
  default Optional<String> error() {
    return Optional.empty();
  }

  /** The user exists once the transaction is committed. */
  record Registered(UserModel user) implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.registered(this);
    }
  }

  /** The proofs were consumed for this user before: the request was sent again. */
  record Repeated(String userId) implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.repeated(this);
    }
  }

  /** The realm does not allow registration, or not by this request. */
  record NotAllowed() implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.notAllowed(this);
    }
  }

  /** A proof that the realm requires was not given. */
  record ProofMissing(Channel channel) implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.proofMissing(this);
    }
  }

  /** A proof is unknown, has expired, was consumed or revoked. */
  record ProofGone() implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.proofGone(this);
    }
  }

  /** The realm's user profile has no such attribute, or a user may not write it. */
  record UnknownAttribute(String name) implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.unknownAttribute(this);
    }
  }

  /** The fields violate rules of the realm. */
  record Invalid(List<FieldError> errors) implements RegistrationOutcome {
    public Invalid {
      errors = List.copyOf(errors);
    }

    @Override
    public Optional<String> error() {
      return Optional.of(Errors.INVALID_REGISTRATION);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.invalid(this);
    }
  }

  /**
   * Another user owns the value, or the phone number is in quarantine.
   *
   * @param field {@code username}, {@code email}, {@code nickname} or {@code phone}
   * @param conflict the conflict of the phone number; null for another field, or if it is not known
   */
  record Taken(String field, @Nullable PhoneConflict conflict) implements RegistrationOutcome {

    /** The field of a phone number. */
    public static final String PHONE = "phone";

    static Taken phone(PhoneConflict conflict) {
      return new Taken(PHONE, conflict);
    }

    @Override
    public Optional<String> error() {
      return Optional.of(
          switch (field) {
            case UserModel.EMAIL -> Errors.EMAIL_IN_USE;
            case UserModel.USERNAME -> Errors.USERNAME_IN_USE;
            case PHONE -> (conflict == null ? PhoneConflict.IN_USE : conflict).error();
            default -> EventErrors.NICKNAME_IN_USE;
          });
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.taken(this);
    }
  }

  /** A value is taken, but the client's rate limit for such answers is exceeded. */
  record Limited(Duration retryAfter) implements RegistrationOutcome {
    @Override
    public Optional<String> error() {
      return Optional.of(EventErrors.TOO_MANY_REQUESTS);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.limited(this);
    }
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.policy.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.models.UserModel;

/** What became of a registration. */
public sealed interface RegistrationOutcome {

  /**
   * What to do with each outcome. Java 17 has no exhaustive switch over types: this is one.
   *
   * @param <T> the answer
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

  /** The answer of the case that this is. */
  <T> T fold(Cases<T> cases);

  /**
   * The error of the event about it; empty where there is none: what proves nothing anybody can
   * send as often as they like.
   */
  default Optional<String> error() {
    return Optional.empty();
  }

  /** The user exists, once the transaction is committed. */
  record Registered(UserModel user) implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.registered(this);
    }
  }

  /** The proofs of this request have made this user before. */
  record Repeated(String userId) implements RegistrationOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.repeated(this);
    }
  }

  /** The realm lets nobody register, or not in this way. */
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

  /** The fields break rules of the realm. */
  record Invalid(List<FieldError> errors) implements RegistrationOutcome {
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
   * Another user has it, or had the number until recently.
   *
   * @param field {@code username}, {@code email}, {@code nickname} or {@code phone}
   * @param conflict why the phone cannot be had; null for another field, or when that is not known
   */
  record Taken(String field, PhoneConflict conflict) implements RegistrationOutcome {

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
            default -> field + "_in_use";
          });
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.taken(this);
    }
  }

  /** Something is taken, but this caller has asked that too often to be told. */
  record Limited(Duration retryAfter) implements RegistrationOutcome {
    @Override
    public Optional<String> error() {
      return Optional.of(Limit.EXCEEDED);
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.limited(this);
    }
  }
}

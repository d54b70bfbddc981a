package io.github.phoneidentity.account;

import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.IdentifierRules;
import io.github.phoneidentity.identity.IdentifierRules.Candidate;
import io.github.phoneidentity.identity.IdentifierType;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.validation.Validation;
import org.keycloak.userprofile.Attributes;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.validate.ValidationError;

/**
 * Checks whether an identifier is available to a new user, as far as the realm's policy discloses
 * it.
 */
public final class NameCheck {

  /** Why an identifier is not available. */
  public enum Reason {
    INVALID,
    TAKEN,
    RESERVED,
    NOT_ALLOWED
  }

  /**
   * The result for one value.
   *
   * @param valid whether the value is well-formed
   * @param available whether it is available; null if that is not disclosed
   * @param reason why it is not available; null if it is, or if that is not disclosed
   */
  public record Finding(boolean valid, @Nullable Boolean available, @Nullable Reason reason) {

    static final Finding FREE = new Finding(true, true, null);
    static final Finding INVALID = new Finding(false, false, Reason.INVALID);

    static Finding of(Availability availability) {
      return switch (availability) {
        case FREE -> FREE;
        case INVALID -> INVALID;
        case RESERVED, HELD -> new Finding(true, false, Reason.RESERVED);
        case TAKEN -> new Finding(true, false, Reason.TAKEN);
      };
    }

    Finding withoutAvailability() {
      return new Finding(valid, null, reason);
    }
  }

  /** Errors of the user profile about availability, which {@link IdentifierRules} decides here. */
  private static final Set<String> AVAILABILITY_ERRORS =
      Set.of(
          Messages.USERNAME_EXISTS,
          Messages.EMAIL_EXISTS,
          "phoneIdentity.error.nicknameTaken",
          "phoneIdentity.error.nicknameReserved",
          "phoneIdentity.error.usernameReserved");

  private final KeycloakSession session;
  private final RealmModel realm;
  private final VerificationPolicy policy;
  private final IdentifierRules rules;
  private final Candidate candidate;

  /**
   * @param email the e-mail address of the new user; null for none
   * @param phone the phone number of the new user, in any format; null for none
   */
  public NameCheck(KeycloakSession session, @Nullable String email, @Nullable String phone) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.policy = RealmPolicy.of(realm);
    this.rules = new IdentifierRules(session, realm);
    this.candidate = new Candidate(null, email, phone);
  }

  /**
   * Whether a username is available.
   *
   * @param typed the username; not null
   * @return the result, without availability if the username is a contact whose existence is not
   *     disclosed
   */
  public Finding username(String typed) {
    return name(UserModel.USERNAME, typed, rules::username);
  }

  /**
   * Whether a nickname is available, as for {@link #username}.
   *
   * @param typed the nickname; not null
   */
  public Finding nickname(String typed) {
    return name(UserAttributes.NICKNAME, typed, rules::nickname);
  }

  private Finding name(
      String attribute, String typed, BiFunction<String, Candidate, Availability> rule) {
    if (!isWellFormed(attribute, typed)) {
      return Finding.INVALID;
    }
    Finding finding = Finding.of(rule.apply(typed, candidate));
    boolean disclosed = finding.reason() == Reason.INVALID || finding.reason() == Reason.RESERVED;
    return disclosed || policy.revealContacts() || !isContact(typed)
        ? finding
        : Finding.FREE.withoutAvailability();
  }

  /**
   * Whether the name is a phone number or e-mail address, whose availability would allow user
   * enumeration.
   */
  private boolean isContact(String name) {
    return IdentifierType.of(name.strip(), policy.defaultRegion()) != IdentifierType.NAME;
  }

  /**
   * Whether a phone number is valid, allowed by the policy, and available.
   *
   * @param typed the number in any format; not null
   * @return the result, without availability unless the policy reveals contacts
   */
  public Finding phone(String typed) {
    Optional<PhoneNumber> number = PhoneNumberParser.parse(typed, policy.defaultRegion());
    Finding form =
        number
            .map(
                found ->
                    policy.allows(found)
                        ? Finding.FREE
                        : new Finding(true, false, Reason.NOT_ALLOWED))
            .orElse(Finding.INVALID);
    if (!policy.revealContacts()) {
      return form.withoutAvailability();
    }
    return form.equals(Finding.FREE) ? Finding.of(rules.phone(typed, candidate)) : form;
  }

  /**
   * Whether an e-mail address is valid and available.
   *
   * @param typed the address; not null
   * @return the result, without availability unless the policy reveals contacts
   */
  public Finding email(String typed) {
    if (!policy.revealContacts()) {
      // Only the format is checked: the profile's validators would look the address up.
      boolean valid = Validation.isEmailValid(typed.strip());
      return (valid ? Finding.FREE : Finding.INVALID).withoutAvailability();
    }
    if (!isWellFormed(UserModel.EMAIL, typed)) {
      return Finding.INVALID;
    }
    boolean taken =
        !realm.isDuplicateEmailsAllowed()
            && session.users().getUserByEmail(realm, typed.strip()) != null;
    return Finding.of(taken ? Availability.TAKEN : Availability.FREE);
  }

  private boolean isWellFormed(String attribute, String typed) {
    if (typed.isBlank()) {
      return false;
    }
    Attributes attributes =
        session
            .getProvider(UserProfileProvider.class)
            .create(UserProfileContext.REGISTRATION, Map.of(attribute, List.of(typed)))
            .getAttributes();
    List<String> errors = new ArrayList<>();
    attributes.validate(attribute, (ValidationError error) -> errors.add(error.getMessage()));
    return AVAILABILITY_ERRORS.containsAll(errors);
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.account.RegistrationOutcome.Invalid;
import io.github.phoneidentity.account.RegistrationOutcome.ProofMissing;
import io.github.phoneidentity.account.RegistrationOutcome.Taken;
import io.github.phoneidentity.account.RegistrationOutcome.UnknownAttribute;
import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.IdentifierRules;
import io.github.phoneidentity.identity.IdentifierRules.Candidate;
import io.github.phoneidentity.identity.PendingRegistrationNumber;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RegistrationFlow;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.services.messages.Messages;
import org.keycloak.userprofile.Attributes;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/** The checks of a registration before anything is written. */
final class RegistrationCheck {

  private static final Set<String> TAKEN =
      Set.of(
          Messages.USERNAME_EXISTS,
          Messages.EMAIL_EXISTS,
          "phoneIdentity.error.nicknameTaken",
          "phoneIdentity.error.phoneTaken",
          "phoneIdentity.error.phoneReserved");

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RegistrationForm form;

  RegistrationCheck(KeycloakSession session, RegistrationForm form) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.form = form;
  }

  /**
   * An unknown attribute or a missing required proof; neither values nor proofs are checked yet.
   */
  Optional<RegistrationOutcome> incomplete(List<Channel> required) {
    Attributes known = profile(null).getAttributes();
    for (String name : form.attributes().keySet()) {
      boolean generated = name.equals(UserModel.USERNAME) && OpaqueUsername.isWanted(realm);
      if (generated || !isWritable(known, name)) {
        return Optional.of(new UnknownAttribute(name));
      }
    }
    return required.stream()
        .filter(channel -> !form.proves(channel))
        .findFirst()
        .map(ProofMissing::new);
  }

  /** The profile of the new user. */
  UserProfile profile(@Nullable Challenge email) {
    Map<String, List<String>> attributes = new HashMap<>(form.attributes());
    if (email != null) {
      attributes.putIfAbsent(UserModel.EMAIL, List.of(email.recipient().address()));
    }
    if (OpaqueUsername.isWanted(realm)) {
      attributes.putIfAbsent(UserModel.USERNAME, List.of(OpaqueUsername.next()));
    }
    return session
        .getProvider(UserProfileProvider.class)
        .create(UserProfileContext.REGISTRATION, attributes);
  }

  /** The errors of the registration; empty if there are none. */
  Optional<RegistrationOutcome> problem(UserProfile profile, Map<Channel, Challenge> proofs) {
    if (proofs.containsKey(Channel.sms)) {
      PendingRegistrationNumber.keep(session, proofs.get(Channel.sms).recipient().phone());
    }
    List<FieldError> errors = ofProfile(profile);
    ofEmail(proofs.get(Channel.email)).ifPresent(errors::add);
    if (errors.stream().noneMatch(error -> error.field().equals(UserModel.USERNAME))) {
      ofUsername(proofs).ifPresent(errors::add);
    }
    ofPassword(profile).ifPresent(errors::add);
    if (!form.termsAccepted() && RegistrationFlow.has(realm, ProviderIds.REGISTRATION_TERMS)) {
      errors.add(FieldError.of("termsAccepted", "termsAcceptanceRequired"));
    }
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    // A taken value is disclosed, and counted, only if there is no other error.
    List<FieldError> wrong =
        errors.stream().filter(error -> !TAKEN.contains(error.error())).toList();
    return Optional.of(wrong.isEmpty() ? taken(errors.get(0).field()) : new Invalid(wrong));
  }

  private static Taken taken(String field) {
    return new Taken(field.equals(UserAttributes.PHONE_NUMBER) ? Taken.PHONE : field, null);
  }

  /** Whether new users may write the attribute. */
  boolean isWritable(String name) {
    return isWritable(profile(null).getAttributes(), name);
  }

  private static boolean isWritable(Attributes known, String name) {
    return known.getMetadata(name) != null && !known.isReadOnly(name);
  }

  /**
   * The error of a username that is a phone number or e-mail address, but not the user's own; the
   * realm may lack the validator.
   */
  Optional<FieldError> ofUsername(Map<Channel, Challenge> proofs) {
    Candidate newcomer =
        new Candidate(
            null,
            form.first(UserModel.EMAIL).orElseGet(() -> address(proofs.get(Channel.email))),
            address(proofs.get(Channel.sms)));
    return form.first(UserModel.USERNAME)
        .filter(
            name ->
                new IdentifierRules(session, realm).username(name, newcomer)
                    == Availability.RESERVED)
        .map(name -> FieldError.of(UserModel.USERNAME, "phoneIdentity.error.usernameReserved"));
  }

  private static @Nullable String address(@Nullable Challenge proof) {
    return proof == null ? null : proof.recipient().address();
  }

  private static List<FieldError> ofProfile(UserProfile profile) {
    try {
      profile.validate();
      return new ArrayList<>();
    } catch (ValidationException invalid) {
      return new ArrayList<>(invalid.getErrors().stream().map(FieldError::of).toList());
    }
  }

  /** The error of a form whose e-mail address is not the proven one. */
  Optional<FieldError> ofEmail(@Nullable Challenge proof) {
    boolean same =
        proof == null
            || form.first(UserModel.EMAIL)
                .map(typed -> Recipient.ofEmail(typed.strip()).equals(proof.recipient()))
                .orElse(true);
    return same
        ? Optional.empty()
        : Optional.of(FieldError.of(UserModel.EMAIL, "phoneIdentity.error.emailNotProven"));
  }

  private Optional<FieldError> ofPassword(UserProfile profile) {
    String password = form.password();
    if (password == null || password.isBlank()) {
      return password != null || RegistrationFlow.has(realm, ProviderIds.REGISTRATION_PASSWORD)
          ? Optional.of(FieldError.of("password", Messages.MISSING_PASSWORD))
          : Optional.empty();
    }
    PolicyError error =
        session
            .getProvider(PasswordPolicyManagerProvider.class)
            .validate(profile.getAttributes().getFirst(UserModel.USERNAME), password);
    return Optional.ofNullable(error)
        .map(found -> FieldError.of("password", found.getMessage(), found.getParameters()));
  }
}

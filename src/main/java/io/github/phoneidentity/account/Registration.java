package io.github.phoneidentity.account;

import io.github.phoneidentity.account.RegistrationOutcome.Invalid;
import io.github.phoneidentity.account.RegistrationOutcome.NotAllowed;
import io.github.phoneidentity.account.RegistrationOutcome.ProofGone;
import io.github.phoneidentity.account.RegistrationOutcome.Registered;
import io.github.phoneidentity.account.RegistrationOutcome.Repeated;
import io.github.phoneidentity.account.RegistrationOutcome.Taken;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RegistrationContacts;
import io.github.phoneidentity.policy.RegistrationFlow;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.userprofile.UserProfile;

/**
 * Registers a user with proven contacts, in the transaction of the session: either completely, by
 * the realm's user profile, password policy and registration flow, or the part that Keycloak's page
 * leaves to form actions. Unless the outcome is {@link Registered} the transaction is rolled back:
 * no user is created and no proof is consumed.
 */
public final class Registration {

  /** The attribute in which Keycloak's required action stores when the terms were accepted. */
  private static final String TERMS_ACCEPTED_AT = "terms_and_conditions";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final String origin;
  private final RegistrationForm form;
  private final RegistrationProofs proofs;

  /**
   * @param origin the client whose rate limit is consumed: a client address or a confidential
   *     client
   */
  public Registration(KeycloakSession session, String origin, RegistrationForm form) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.origin = origin;
    this.form = form;
    this.proofs = new RegistrationProofs(session, form.proofs());
  }

  /** Whether a contact of this channel can be proven for a registration by the REST API. */
  public static boolean takes(RealmModel realm, Channel channel) {
    return isAllowed(realm)
        && channels(realm, false).contains(channel)
        && isStorable(realm, channel);
  }

  private static boolean isAllowed(RealmModel realm) {
    return realm.isRegistrationAllowed()
        && !channels(realm, true).isEmpty()
        && RegistrationFlow.isWithoutPages(realm);
  }

  /**
   * Whether a proven contact of this channel can be stored for a new user. It is checked before
   * Keycloak adds an entry to a directory, because no rollback removes the entry.
   */
  public static boolean isStorable(RealmModel realm, Channel channel) {
    return channel != Channel.sms || !FederatedUser.isWrittenAtRegistration(realm);
  }

  private boolean isProofStorable() {
    return form.proofs().stream().allMatch(proof -> isStorable(realm, proof.channel()));
  }

  private static List<Channel> channels(RealmModel realm, boolean required) {
    return RegistrationContacts.of(realm).stream()
        .filter(contact -> !required || contact.required())
        .map(RegistrationContacts.Contact::channel)
        .distinct()
        .toList();
  }

  /** Registers the user, or returns why not. */
  public RegistrationOutcome register() {
    RegistrationOutcome outcome = attemptOrProofGone();
    if (outcome instanceof Registered) {
      return outcome;
    }
    session.getTransactionManager().setRollbackOnly();
    return counted(
        outcome instanceof ProofGone || outcome instanceof Taken
            ? afterConflict(outcome)
            : outcome);
  }

  /**
   * Maps a unique violation to {@link ProofGone}; {@link #afterConflict} determines the actual
   * outcome.
   */
  private RegistrationOutcome attemptOrProofGone() {
    try {
      return attempt();
    } catch (RuntimeException e) {
      if (UniqueViolations.caused(e)) {
        return new ProofGone();
      }
      throw e;
    }
  }

  /** Counts an answer {@link Taken}, because a client may get only so many of them. */
  private RegistrationOutcome counted(RegistrationOutcome outcome) {
    return outcome instanceof Taken ? proofs.countTaken(origin).orElse(outcome) : outcome;
  }

  private RegistrationOutcome attempt() {
    if (!isAllowed(realm) || !isProofStorable()) {
      return new NotAllowed();
    }
    RegistrationCheck check = new RegistrationCheck(session, form);
    Optional<RegistrationOutcome> incomplete = check.incomplete(channels(realm, true));
    if (incomplete.isPresent()) {
      return incomplete.get();
    }
    Optional<Map<Channel, Challenge>> present = proofs.present();
    return present.isEmpty() ? new ProofGone() : attempt(check, present.get());
  }

  private RegistrationOutcome attempt(RegistrationCheck check, Map<Channel, Challenge> present) {
    UserProfile profile = check.profile(present.get(Channel.email));
    Optional<RegistrationOutcome> problem =
        Optional.ofNullable(present.get(Channel.sms))
            .flatMap(proof -> new UniquenessCheck(session).contact(proof.recipient()))
            .map(RegistrationOutcome.class::cast)
            .or(() -> check.problem(profile, present));
    return problem.isPresent() ? problem.get() : create(profile);
  }

  private RegistrationOutcome create(UserProfile profile) {
    UserModel user = profile.create();
    user.setEnabled(true);
    Optional<RegistrationOutcome> failure = proofs.assignTo(user);
    if (failure.isPresent()) {
      return failure.get();
    }
    acceptTerms(user);
    // Hash the password last: it is expensive and must only be reachable with a valid proof.
    return setPassword(user)
        .<RegistrationOutcome>map(error -> new Invalid(List.of(error)))
        .orElseGet(() -> new Registered(user));
  }

  /**
   * Why the page must not continue, before Keycloak's form creates the user; empty if it may. It
   * counts what that form is about to disclose: a username, address or nickname that is taken.
   */
  public Optional<RegistrationOutcome> refusalBeforeForm() {
    if (!isProofStorable()) {
      return Optional.of(new NotAllowed());
    }
    Optional<Map<Channel, Challenge>> present = proofs.present();
    if (present.isEmpty()) {
      return Optional.of(new ProofGone());
    }
    Optional<Taken> contact = new UniquenessCheck(session).contact(present.get().values());
    if (contact.isPresent()) {
      return Optional.of(counted(contact.get()));
    }
    RegistrationCheck check = new RegistrationCheck(session, form);
    Optional<FieldError> wrong =
        check.ofEmail(present.get().get(Channel.email)).or(() -> check.ofUsername(present.get()));
    if (wrong.isPresent()) {
      return Optional.of(new Invalid(List.of(wrong.get())));
    }
    UniquenessCheck uniqueness = new UniquenessCheck(session);
    return uniqueness
        .name(form)
        .or(
            () ->
                check.isWritable(UserAttributes.PHONE_NUMBER)
                    ? uniqueness.number(form)
                    : Optional.empty())
        .flatMap(taken -> proofs.countTaken(origin));
  }

  /**
   * Assigns the proven contacts to the user whom Keycloak's form has just created, and consumes the
   * proofs.
   */
  public RegistrationOutcome complete(UserModel user) {
    Optional<RegistrationOutcome> failure = proofs.assignTo(user);
    if (failure.isPresent()) {
      session.getTransactionManager().setRollbackOnly();
      return counted(failure.get());
    }
    return new Registered(user);
  }

  /**
   * The outcome if the contact of a proof already has an account; empty otherwise. It is disclosed,
   * and counted, because the user has proven the contact.
   */
  public static Optional<RegistrationOutcome> contactTaken(
      KeycloakSession session, GivenProof proof, Recipient recipient, String origin) {
    return new UniquenessCheck(session)
        .contact(recipient)
        .map(
            taken ->
                new RegistrationProofs(session, List.of(proof)).countTaken(origin).orElse(taken));
  }

  private void acceptTerms(UserModel user) {
    String action = UserModel.RequiredAction.TERMS_AND_CONDITIONS.name();
    RequiredActionProviderModel terms = realm.getRequiredActionProviderByAlias(action);
    if (form.termsAccepted() && terms != null && terms.isEnabled()) {
      user.setSingleAttribute(TERMS_ACCEPTED_AT, Integer.toString(Time.currentTime()));
      user.removeRequiredAction(action);
    }
  }

  private Optional<FieldError> setPassword(UserModel user) {
    if (form.password() == null) {
      return Optional.empty();
    }
    try {
      user.credentialManager().updateCredential(UserCredentialModel.password(form.password()));
      return Optional.empty();
    } catch (ModelException refused) {
      return Optional.of(FieldError.of("password", refused));
    }
  }

  /**
   * Distinguishes a retried request from one that another request overtook, in a new transaction
   * because this one is rolled back.
   */
  private RegistrationOutcome afterConflict(RegistrationOutcome outcome) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        session.getKeycloakSessionFactory(),
        session.getContext(),
        newSession -> new Registration(newSession, origin, form).actualOutcome(outcome),
        "registration");
  }

  private RegistrationOutcome actualOutcome(RegistrationOutcome outcome) {
    Optional<UserModel> registered =
        proofs.spentOn().map(id -> session.users().getUserById(realm, id)).filter(this::isSameUser);
    if (registered.isPresent()) {
      return new Repeated(registered.get().getId());
    }
    if (outcome instanceof Taken) {
      return outcome;
    }
    UniquenessCheck uniqueness = new UniquenessCheck(session);
    return proofs
        .present()
        .flatMap(present -> uniqueness.contact(present.values()).or(() -> uniqueness.name(form)))
        .map(RegistrationOutcome.class::cast)
        .orElse(outcome);
  }

  /**
   * Whether the user has the submitted username; if none has to be submitted, the proof is
   * sufficient.
   */
  private boolean isSameUser(UserModel user) {
    String name = realm.isRegistrationEmailAsUsername() ? UserModel.EMAIL : UserModel.USERNAME;
    return form.first(name)
        .map(typed -> typed.strip().equalsIgnoreCase(user.getUsername()))
        .orElse(OpaqueUsername.isWanted(realm) || realm.isRegistrationEmailAsUsername());
  }
}

package io.github.phoneidentity.account;

import io.github.phoneidentity.account.RegistrationOutcome.Invalid;
import io.github.phoneidentity.account.RegistrationOutcome.NotAllowed;
import io.github.phoneidentity.account.RegistrationOutcome.ProofGone;
import io.github.phoneidentity.account.RegistrationOutcome.Registered;
import io.github.phoneidentity.account.RegistrationOutcome.Repeated;
import io.github.phoneidentity.account.RegistrationOutcome.Taken;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RegistrationContacts;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
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
 * Makes a user from proven contacts, without a page: by the realm's user profile, password policy
 * and registration flow, in the transaction of the session. Unless it ends as {@link Registered}
 * the transaction is rolled back: no user remains, and the proofs stay as they were.
 */
public final class Registration {

  /** Where Keycloak notes when the terms were accepted (its required action's own name for it). */
  private static final String TERMS_ACCEPTED_AT = "terms_and_conditions";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Binding binding;
  private final RegistrationForm form;

  /**
   * @param binding whose proofs are spent
   */
  public Registration(KeycloakSession session, Binding binding, RegistrationForm form) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.binding = binding;
    this.form = form;
  }

  /** Whether a contact of this kind can be proven for a registration in the realm. */
  public static boolean takes(RealmModel realm, Channel channel) {
    return realm.isRegistrationAllowed()
        && !channels(realm, true).isEmpty()
        && channels(realm, false).contains(channel);
  }

  private static List<Channel> channels(RealmModel realm, boolean required) {
    return RegistrationContacts.of(realm).stream()
        .filter(contact -> !required || !contact.optional())
        .map(RegistrationContacts.Contact::channel)
        .distinct()
        .toList();
  }

  /** Registers the user, or tells why not. */
  public RegistrationOutcome register() {
    RegistrationOutcome outcome = attemptOrLose();
    if (outcome instanceof Registered) {
      return outcome;
    }
    session.getTransactionManager().setRollbackOnly();
    return outcome instanceof ProofGone || outcome instanceof Taken ? afterLoss(outcome) : outcome;
  }

  /** Losing a race for a unique value is told as a proof that is gone, until it is looked at. */
  private RegistrationOutcome attemptOrLose() {
    try {
      return attempt();
    } catch (RuntimeException e) {
      if (Duplicates.caused(e)) {
        return new ProofGone();
      }
      throw e;
    }
  }

  private RegistrationOutcome attempt() {
    List<Channel> required = channels(realm, true);
    if (!realm.isRegistrationAllowed() || required.isEmpty()) {
      return new NotAllowed();
    }
    RegistrationCheck check = new RegistrationCheck(session, form);
    Optional<RegistrationOutcome> incomplete = check.incomplete(required);
    if (incomplete.isPresent()) {
      return incomplete.get();
    }
    Optional<Map<Channel, Challenge>> proofs =
        new Proofs(session, realm, binding).ofRegistration(form.proofs());
    return proofs.isEmpty() ? new ProofGone() : attempt(check, proofs.get());
  }

  private RegistrationOutcome attempt(RegistrationCheck check, Map<Channel, Challenge> proofs) {
    UserProfile profile = check.profile(proofs.get(Channel.email));
    Optional<RegistrationOutcome> problem =
        new Takers(session)
            .phone(proofs.get(Channel.sms))
            .map(RegistrationOutcome.class::cast)
            .or(() -> check.problem(profile, proofs));
    return problem.isPresent() ? problem.get() : create(profile, proofs);
  }

  private RegistrationOutcome create(UserProfile profile, Map<Channel, Challenge> proofs) {
    UserModel user = profile.create();
    user.setEnabled(true);
    Proofs spendable = new Proofs(session, realm, binding);
    for (Challenge proof : proofs.values()) {
      if (!spendable.spend(proof, user.getId())) {
        return new ProofGone();
      }
      put(user, proof);
    }
    List<ClaimKind> lost = ClaimLedger.of(session).claimNow(user);
    if (!lost.isEmpty()) {
      return new Taken(lost.get(0).name(), false);
    }
    acceptTerms(user);
    // Last, because it takes the longest and only who has proven something may cost that much.
    return setPassword(user)
        .<RegistrationOutcome>map(error -> new Invalid(List.of(error)))
        .orElseGet(() -> new Registered(user));
  }

  private void put(UserModel user, Challenge proof) {
    switch (proof.recipient().channel()) {
      case sms -> ProvenNumber.store(session, user, proof.recipient().phone());
      case email -> user.setEmailVerified(true);
    }
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
      return Optional.of(FieldError.of("password", refused.getMessage(), refused.getParameters()));
    }
  }

  /**
   * Somebody was faster: perhaps the same request, sent twice; otherwise who has what it wanted. It
   * looks in a transaction of its own, because this one may be beyond repair.
   */
  private RegistrationOutcome afterLoss(RegistrationOutcome outcome) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        session.getKeycloakSessionFactory(),
        session.getContext(),
        own -> new Registration(own, binding, form).lookBack(outcome),
        "registration");
  }

  private RegistrationOutcome lookBack(RegistrationOutcome outcome) {
    Proofs spent = new Proofs(session, realm, binding);
    Optional<UserModel> me =
        spent
            .spentOn(form.proofs())
            .map(id -> session.users().getUserById(realm, id))
            .filter(this::isMe);
    if (me.isPresent()) {
      return new Repeated(me.get().getId());
    }
    if (outcome instanceof Taken) {
      return outcome;
    }
    return spent
        .ofRegistration(form.proofs())
        .flatMap(proofs -> new Takers(session).first(form, proofs))
        .map(RegistrationOutcome.class::cast)
        .orElse(outcome);
  }

  /** By the username that was sent; where none has to be sent, the proof alone tells. */
  private boolean isMe(UserModel user) {
    String name = realm.isRegistrationEmailAsUsername() ? UserModel.EMAIL : UserModel.USERNAME;
    return form.first(name)
        .map(typed -> typed.strip().equalsIgnoreCase(user.getUsername()))
        .orElse(OpaqueUsername.isWanted(realm) || realm.isRegistrationEmailAsUsername());
  }
}

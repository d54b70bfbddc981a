package io.github.phoneidentity.account;

import io.github.phoneidentity.account.PasswordOutcome.Changed;
import io.github.phoneidentity.account.PasswordOutcome.EmailNeeded;
import io.github.phoneidentity.account.PasswordOutcome.Invalid;
import io.github.phoneidentity.account.PasswordOutcome.NotAllowed;
import io.github.phoneidentity.account.PasswordOutcome.ProofGone;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyManagerProvider;
import org.keycloak.policy.PolicyError;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;

/**
 * Changes a forgotten password by a proof, in the transaction of the session. Second factors are
 * kept, and all sessions are logged out. Unless the outcome is {@link Changed} the transaction is
 * rolled back and the proof is not consumed.
 */
public final class PasswordReset {

  private final KeycloakSession session;
  private final RealmModel realm;

  public PasswordReset(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
  }

  /**
   * The id of the user whose password can be reset by a code to this contact; empty for no user. It
   * takes one statement either way.
   */
  public Optional<String> account(Recipient contact) {
    ClaimLedger ledger = ClaimLedger.of(session);
    return switch (contact.channel()) {
      case sms -> ledger.provenOwner(realm, contact.phone());
      case email -> ledger.ownerOfEmail(realm, contact.address());
    };
  }

  /**
   * Changes the password of the user of a proof.
   *
   * @param binding the binding that the proofs must have
   * @param verification the id of the proof
   * @param emailVerification the id of a second proof, of the user's e-mail address; null for none
   */
  public PasswordOutcome change(
      Binding binding, String verification, @Nullable String emailVerification, String password) {
    PasswordOutcome outcome =
        attempt(new Proofs(session, realm, binding), verification, emailVerification, password);
    if (!(outcome instanceof Changed)) {
      session.getTransactionManager().setRollbackOnly();
    }
    return outcome;
  }

  private PasswordOutcome attempt(
      Proofs proofs, String verification, @Nullable String emailVerification, String password) {
    if (!realm.isResetPasswordAllowed()) {
      return new NotAllowed();
    }
    List<Challenge> proven = proven(proofs, verification, emailVerification);
    Optional<UserModel> user = user(proven);
    if (user.isEmpty()) {
      return new ProofGone();
    }
    Set<Channel> channels =
        proven.stream().map(proof -> proof.recipient().channel()).collect(Collectors.toSet());
    PasswordChanges changes = new PasswordChanges(session);
    if (proven.stream().anyMatch(proof -> changes.isChangedSince(user.get(), proof.sentAt()))) {
      // The password may have been changed because of an attacker who holds an older proof.
      return new ProofGone();
    }
    return switch (RequiredProofs.of(realm, user.get(), channels)) {
      case NOT_ALLOWED -> new NotAllowed();
      case EMAIL_AS_WELL -> new EmailNeeded(true);
      case ADMINISTRATOR -> new EmailNeeded(false);
      case COMPLETE -> change(proofs, proven, user.get(), password);
    };
  }

  /** The proofs, the one of the reset first; empty if one of them is not valid. */
  private static List<Challenge> proven(
      Proofs proofs, String verification, @Nullable String emailVerification) {
    Optional<Challenge> first = proofs.find(Purpose.PASSWORD_RESET, verification);
    if (emailVerification == null) {
      return first.stream().toList();
    }
    Optional<Challenge> second =
        proofs
            .find(Purpose.PASSWORD_RESET, emailVerification)
            .filter(proof -> proof.recipient().channel() == Channel.email);
    return first.isEmpty() || second.isEmpty() ? List.of() : List.of(first.get(), second.get());
  }

  private PasswordOutcome change(
      Proofs proofs, List<Challenge> proven, UserModel user, String password) {
    Optional<FieldError> error = error(user, password);
    if (error.isPresent()) {
      return new Invalid(List.of(error.get()));
    }
    if (!proven.stream().allMatch(proof -> proofs.spend(proof, user.getId()))) {
      return new ProofGone();
    }
    PasswordOutcome outcome = set(user, password);
    if (outcome instanceof Changed) {
      new ResetNotice(session, realm).send(user, proven.get(0).recipient());
    }
    return outcome;
  }

  /** The one user of all proofs, if their contacts still lead to that user. */
  private Optional<UserModel> user(List<Challenge> proven) {
    Set<Optional<UserModel>> users = proven.stream().map(this::user).collect(Collectors.toSet());
    return users.size() == 1 ? users.iterator().next() : Optional.empty();
  }

  /** The user of the proof, if its contact still leads to that user. */
  private Optional<UserModel> user(Challenge proof) {
    return account(proof.recipient())
        .filter(id -> id.equals(proof.userId()))
        .map(id -> session.users().getUserById(realm, id));
  }

  private Optional<FieldError> error(UserModel user, String password) {
    if (password.isBlank()) {
      return Optional.of(FieldError.of("password", Messages.MISSING_PASSWORD));
    }
    PolicyError error =
        session.getProvider(PasswordPolicyManagerProvider.class).validate(realm, user, password);
    return Optional.ofNullable(error)
        .map(found -> FieldError.of("password", found.getMessage(), found.getParameters()));
  }

  private PasswordOutcome set(UserModel user, String password) {
    try {
      user.credentialManager().updateCredential(UserCredentialModel.password(password));
    } catch (ModelException refused) {
      return new Invalid(List.of(FieldError.of("password", refused)));
    }
    user.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
    logOut(user);
    if (realm.isBruteForceProtected()) {
      // Clear earlier failures as Keycloak's own reset does, which logs the user in.
      session.loginFailures().removeUserLoginFailure(realm, user.getId());
    }
    return new Changed(user);
  }

  private void logOut(UserModel user) {
    session
        .sessions()
        .getUserSessionsStream(realm, user)
        .toList()
        .forEach(login -> AuthenticationManager.backchannelLogout(session, login, true));
    session
        .sessions()
        .getOfflineUserSessionsStream(realm, user)
        .toList()
        .forEach(login -> AuthenticationManager.backchannelLogout(session, login, true));
  }
}

package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.GivenProof;
import io.github.phoneidentity.identity.PendingRegistrationNumber;
import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RegistrationContacts.Contact;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The proof of one contact that an authentication session keeps for the registration form. */
public final class RegistrationProof {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AuthenticationSessionModel authSession;
  private final Contact contact;

  public RegistrationProof(
      KeycloakSession session,
      RealmModel realm,
      AuthenticationSessionModel authSession,
      Contact contact) {
    this.session = session;
    this.realm = realm;
    this.authSession = authSession;
    this.contact = contact;
  }

  /** The contact of the proof. */
  public Contact contact() {
    return contact;
  }

  /** The kept proof; empty if there is none that can still be consumed. */
  public Optional<Challenge> present() {
    return given().flatMap(this::find);
  }

  /** The challenge of a proof; empty if it cannot be consumed any more. */
  public Optional<Challenge> find(GivenProof proof) {
    return session
        .getProvider(VerificationCodes.class)
        .find(realm, proof.binding(), proof.id())
        .filter(Challenge::isProof);
  }

  /**
   * The kept proof, valid or not; empty if there is none. If there is one the registration must not
   * continue without it, even if the contact is optional.
   */
  public Optional<GivenProof> given() {
    return note().get(authSession).map(this::given);
  }

  /** A proof of this contact. */
  public GivenProof given(String id) {
    return new GivenProof(contact.channel(), Binding.to(authSession, contact.execution()), id);
  }

  /** Keeps a proof for the registration form. */
  public void keep(Challenge proof) {
    note().set(authSession, proof.id());
    if (contact.channel() == Channel.sms) {
      PendingRegistrationNumber.keep(authSession, proof.recipient().phone());
    }
  }

  /** Removes the proof, so that the contact must be verified again. */
  public void forget() {
    note().remove(authSession);
    if (contact.channel() == Channel.sms) {
      PendingRegistrationNumber.forget(authSession);
    }
    authSession.setExecutionStatus(
        contact.execution(), AuthenticationSessionModel.ExecutionStatus.CHALLENGED);
  }

  private AuthNote note() {
    return AuthNote.OfExecution.PROOF.of(contact.execution());
  }
}

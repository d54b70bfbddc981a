package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.GivenProof;
import io.github.phoneidentity.identity.PendingRegistrationNumber;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RegistrationContacts.Contact;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The proof of one contact that waits, in one authentication session, for its registration. */
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

  /** What the proof is of. */
  public Contact contact() {
    return contact;
  }

  /** The proof, while it can still be spent. */
  public Optional<Challenge> present() {
    return given().flatMap(this::find);
  }

  /** A proof that was given, while it can still be spent. */
  public Optional<Challenge> find(GivenProof proof) {
    return session
        .getProvider(VerificationCodes.class)
        .find(realm, proof.binding(), proof.id())
        .filter(Challenge::isProof);
  }

  /**
   * The proof that was kept, good or not: then no registration goes on without it, also where the
   * contact is optional.
   */
  public Optional<GivenProof> given() {
    return Optional.ofNullable(authSession.getAuthNote(note())).map(this::given);
  }

  /** A proof of this contact. */
  public GivenProof given(String id) {
    return new GivenProof(contact.channel(), Binding.to(authSession, contact.execution()), id);
  }

  /** Keeps a proof for the form that comes next. */
  public void keep(Challenge proof) {
    authSession.setAuthNote(note(), proof.id());
    if (contact.channel() == Channel.sms) {
      PendingRegistrationNumber.keep(authSession, proof.recipient().phone());
    }
  }

  /** Gives the proof up and has the contact asked for again. */
  public void forget() {
    authSession.removeAuthNote(note());
    if (contact.channel() == Channel.sms) {
      PendingRegistrationNumber.forget(authSession);
    }
    authSession.setExecutionStatus(
        contact.execution(), AuthenticationSessionModel.ExecutionStatus.CHALLENGED);
  }

  private String note() {
    return "phone-identity." + contact.execution() + ".proof";
  }
}

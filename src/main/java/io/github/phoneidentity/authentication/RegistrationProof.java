package io.github.phoneidentity.authentication;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.NewcomerNumber;
import io.github.phoneidentity.identity.NumberInUse;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RegistrationContacts.Contact;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.VerificationCodes;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The proof of one contact that waits, in one tab, for its registration. */
public final class RegistrationProof {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AuthenticationSessionModel tab;
  private final Contact contact;

  public RegistrationProof(
      KeycloakSession session, RealmModel realm, AuthenticationSessionModel tab, Contact contact) {
    this.session = session;
    this.realm = realm;
    this.tab = tab;
    this.contact = contact;
  }

  /** What the proof is of. */
  public Contact contact() {
    return contact;
  }

  /** The proof, while it can still be spent. */
  public Optional<Challenge> present() {
    return Optional.ofNullable(tab.getAuthNote(note()))
        .flatMap(id -> codes().find(realm, binding(), id))
        .filter(Challenge::isProof);
  }

  /**
   * Whether no registration goes on without it: an optional contact too, once it was proven here.
   */
  public boolean isNeeded() {
    return !contact.optional() || tab.getAuthNote(note()) != null;
  }

  /** Keeps a proof for the form that comes next. */
  public void keep(Challenge proof) {
    tab.setAuthNote(note(), proof.id());
    if (contact.channel() == Channel.sms) {
      NewcomerNumber.keep(tab, proof.recipient().phone());
    }
  }

  /** Gives the proof up and has the contact asked for again. */
  public void forget() {
    tab.removeAuthNote(note());
    if (contact.channel() == Channel.sms) {
      NewcomerNumber.forget(tab);
    }
    tab.setExecutionStatus(
        contact.execution(), AuthenticationSessionModel.ExecutionStatus.CHALLENGED);
  }

  /** Spends the proof on a user, in this transaction; false if it cannot be spent any more. */
  public boolean spend(Challenge proof, String userId) {
    return codes().spend(realm, binding(), proof.id(), userId);
  }

  /** Whether somebody already has this contact. */
  public boolean isTaken(Recipient recipient) {
    return switch (recipient.channel()) {
      case sms ->
          !ClaimLedger.of(session).isFree(realm, ClaimKind.phone, recipient.address(), null);
      case email ->
          !realm.isDuplicateEmailsAllowed()
              && session.users().getUserByEmail(realm, recipient.address()) != null;
    };
  }

  /** The name of the error that tells so. */
  public static String taken(Channel channel) {
    return switch (channel) {
      case sms -> "phoneTaken";
      case email -> "emailTaken";
    };
  }

  /** The error of the event about it. */
  public String takenError(Recipient recipient) {
    return switch (recipient.channel()) {
      case email -> Errors.EMAIL_IN_USE;
      case sms -> NumberInUse.error(session, realm, recipient.phone());
    };
  }

  private VerificationCodes codes() {
    return session.getProvider(VerificationCodes.class);
  }

  private Binding binding() {
    return Binding.to(tab, contact.execution());
  }

  private String note() {
    return "phone-identity." + contact.execution() + ".proof";
  }
}

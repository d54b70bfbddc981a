package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.account.DirectoryRefusal;
import io.github.phoneidentity.account.Registration;
import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.authentication.Invitation;
import io.github.phoneidentity.authentication.LoginHint;
import io.github.phoneidentity.authentication.RegistrationProof;
import io.github.phoneidentity.authentication.RegistrationRefusal;
import io.github.phoneidentity.authentication.UserlessStep;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.RegistrationContacts;
import io.github.phoneidentity.policy.RegistrationContacts.Contact;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.events.Errors;
import org.keycloak.models.RealmModel;

/**
 * Verifies a phone number or an e-mail address before registration. Whether it already has an
 * account is only disclosed to a user who has proven it.
 */
final class RegistrationVerifyContact implements UserlessStep {

  private static final Logger LOGGER = Logger.getLogger(RegistrationVerifyContact.class);

  /** The ids of the realms for which the error below has been logged. */
  private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    Contact contact = contact(context);
    if (isSwitchedOff(context, contact)) {
      return;
    }
    if (invitation(context).isLost()) {
      ExecutionContext.of(context).showByGet();
      return;
    }
    if (proof(context, contact).present().isPresent()) {
      context.success();
      return;
    }
    verification(context, contact).show();
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    Contact contact = contact(context);
    if (isSwitchedOff(context, contact)) {
      return;
    }
    ContactVerification verification = verification(context, contact);
    if (contact.optional() && verification.skipped()) {
      proof(context, contact).forget();
      context.success();
      return;
    }
    Optional<String> invited = invited(context, contact);
    if (invited.isPresent() && verification.submitsOther(Recipient.ofEmail(invited.get()))) {
      verification.refuseWith("phoneIdentity.error.emailNotInvited", invited.get());
      return;
    }
    Optional<Challenge> proven = verification.submit();
    if (proven.isEmpty()) {
      return;
    }
    RegistrationProof proof = proof(context, contact);
    Optional<RegistrationRefusal> refusal =
        Registration.contactTaken(
                context.getSession(),
                proof.given(proven.get().id()),
                proven.get().recipient(),
                ExecutionContext.origin(context.getSession()))
            .flatMap(RegistrationRefusal::of);
    if (refusal.isPresent()) {
      RegistrationRefusal refused = refusal.get();
      String masked = proven.get().recipient().masked();
      context.getEvent().detail("contact", masked).error(refused.event());
      if (refused.hasAccount()) {
        LoginHint.of(context.getAuthenticationSession()).keep(proven.get().recipient());
        verification.refuseTaken(refused.message());
      } else {
        verification.refuseWith(refused.message(), refused.parameters().toArray());
      }
      return;
    }
    LoginHint.of(context.getAuthenticationSession()).take();
    proof.keep(proven.get());
    context.success();
  }

  /**
   * Handles a realm in which no code is sent, because the extension is disabled or the contact
   * would have to be written into a directory: registration fails unless the execution is optional.
   */
  private static boolean isSwitchedOff(AuthenticationFlowContext context, Contact contact) {
    RealmModel realm = context.getRealm();
    boolean participates = RealmPolicy.participates(realm);
    if (participates) {
      LOGGED.remove(realm.getId());
      if (Registration.isStorable(realm, contact.channel())) {
        return false;
      }
    }
    if (contact.optional()) {
      context.success();
      return true;
    }
    if (!participates && LOGGED.add(realm.getId())) {
      LOGGER.errorf(
          "Realm '%s' takes no part, because its required action %s is disabled or gone, but its"
              + " flow '%s' proves contacts before a registration: nobody can sign up. Bind another"
              + " registration flow, or enable the action.",
          realm.getName(), ProviderIds.VERIFY_PHONE, context.getTopLevelFlow().getAlias());
    }
    context
        .getEvent()
        .error(participates ? DirectoryRefusal.MANAGED.error() : Errors.REGISTRATION_DISABLED);
    context.challenge(
        context
            .form()
            .setError("phoneIdentity.error.signUpOff." + contact.channel())
            .createErrorPage(Response.Status.BAD_REQUEST));
    return true;
  }

  private static Contact contact(AuthenticationFlowContext context) {
    return RegistrationContacts.contact(context.getRealm(), context.getExecution());
  }

  private static RegistrationProof proof(AuthenticationFlowContext context, Contact contact) {
    return new RegistrationProof(
        context.getSession(), context.getRealm(), context.getAuthenticationSession(), contact);
  }

  private static ContactVerification verification(
      AuthenticationFlowContext context, Contact contact) {
    ExecutionContext step = ExecutionContext.of(context);
    invited(context, contact)
        .or(() -> hintedNumber(context, contact))
        .ifPresent(known -> ContactVerification.suggest(step, known));
    return ContactVerification.asking(
        step, Purpose.REGISTRATION, contact.channel(), contact.optional());
  }

  private static Invitation invitation(AuthenticationFlowContext context) {
    return new Invitation(context.getSession(), context.getAuthenticationSession());
  }

  private static Optional<String> hintedNumber(AuthenticationFlowContext context, Contact contact) {
    return contact.channel() == Channel.sms
        ? LoginHint.of(context.getAuthenticationSession()).number()
        : Optional.empty();
  }

  /**
   * The e-mail address that an organization has invited, and that must be proven; empty if there is
   * none.
   */
  private static Optional<String> invited(AuthenticationFlowContext context, Contact contact) {
    return contact.channel() == Channel.email ? invitation(context).email() : Optional.empty();
  }
}

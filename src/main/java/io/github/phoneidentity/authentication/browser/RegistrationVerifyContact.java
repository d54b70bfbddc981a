package io.github.phoneidentity.authentication.browser;

import io.github.phoneidentity.account.Registration;
import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.RegistrationProof;
import io.github.phoneidentity.authentication.RegistrationRefusal;
import io.github.phoneidentity.authentication.Step;
import io.github.phoneidentity.authentication.UserlessStep;
import io.github.phoneidentity.policy.RegistrationContacts;
import io.github.phoneidentity.policy.RegistrationContacts.Contact;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Proves a phone number or an e-mail address before there is an account. Whether it has one already
 * is told only to who has proven it.
 */
final class RegistrationVerifyContact implements UserlessStep {

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    Contact contact = contact(context);
    if (proof(context, contact).present().isPresent()) {
      context.success();
      return;
    }
    verification(context, contact).show();
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    Contact contact = contact(context);
    ContactVerification verification = verification(context, contact);
    if (contact.optional() && verification.skipped()) {
      proof(context, contact).forget();
      context.success();
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
                Step.origin(context.getSession()))
            .flatMap(RegistrationRefusal::of);
    if (refusal.isPresent()) {
      RegistrationRefusal refused = refusal.get();
      String masked = proven.get().recipient().masked();
      context.getEvent().detail("contact", masked).error(refused.event());
      verification.refuseWith(refused.message(), refused.parameters().toArray());
      return;
    }
    proof.keep(proven.get());
    context.success();
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
    return ContactVerification.asking(
        Step.of(context), Purpose.REGISTRATION, contact.channel(), contact.optional());
  }
}

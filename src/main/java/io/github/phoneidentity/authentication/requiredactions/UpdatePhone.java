package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.authentication.Step;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.NumberInUse;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * {@code UPDATE_PHONE}: a user proves another number, which takes the place of the one on file. How
 * recently an app's user must have logged in for it is the action's config, as of every action that
 * an app may start.
 */
public final class UpdatePhone implements StatelessAction {

  /** The provider id. */
  public static final String ID = "UPDATE_PHONE";

  @Override
  public void requiredActionChallenge(RequiredActionContext context) {
    StaleLogin.refuse(context);
    conversation(context).show();
  }

  @Override
  public void processAction(RequiredActionContext context) {
    StaleLogin.refuse(context);
    ContactVerification conversation = conversation(context);
    conversation.submit().ifPresent(proof -> finish(context, conversation, proof));
  }

  private static void finish(
      RequiredActionContext context, ContactVerification conversation, Challenge proof) {
    KeycloakSession session = context.getSession();
    UserModel user = context.getUser();
    PhoneNumber number = proof.recipient().phone();
    if (!Step.of(context, ID).spend(proof, user.getId())) {
      conversation.refuse("proofGone");
      return;
    }
    ClaimLedger ledger = ClaimLedger.of(session);
    if (!ledger.isFree(context.getRealm(), ClaimKind.phone, number.e164(), user.getId())) {
      refuseTaken(context, conversation, number);
      return;
    }
    PhoneChange change = PhoneChange.of(context.getRealm(), user, number);
    ProvenNumber.store(session, user, number);
    if (ledger.claimNow(user).contains(ClaimKind.phone)) {
      session.getTransactionManager().setRollbackOnly();
      refuseTaken(context, conversation, number);
      return;
    }
    change.tell(context);
    context.success();
  }

  private static void refuseTaken(
      RequiredActionContext context, ContactVerification conversation, PhoneNumber number) {
    String error = NumberInUse.error(context.getSession(), context.getRealm(), number);
    context.getEvent().clone().detail("contact", number.masked()).error(error);
    conversation.refuse("phoneOfAnother");
  }

  private static ContactVerification conversation(RequiredActionContext context) {
    return ContactVerification.asking(Step.of(context, ID), Purpose.UPDATE, Channel.sms, false);
  }

  @Override
  public InitiatedActionSupport initiatedActionSupport() {
    return InitiatedActionSupport.SUPPORTED;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayText() {
    return "Update Phone";
  }
}

package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.account.DirectoryRefusal;
import io.github.phoneidentity.account.PhoneAssignment;
import io.github.phoneidentity.account.PhoneChange;
import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import java.util.Optional;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;

/**
 * {@code UPDATE_PHONE}: A user proves another number, which replaces the current one. The maximum
 * age of the authentication is the action's config, as for every action that a client can request.
 */
public final class UpdatePhone implements StatelessAction {

  @Override
  public void show(RequiredActionContext context) {
    if (!isRefused(context)) {
      verification(context).show();
    }
  }

  @Override
  public void submit(RequiredActionContext context) {
    if (isRefused(context)) {
      return;
    }
    ContactVerification verification = verification(context);
    verification.submit().ifPresent(proof -> finish(context, verification, proof));
  }

  private static boolean isRefused(RequiredActionContext context) {
    return RefusedAction.show(
        context,
        DirectoryRefusal.ofChange(context.getSession(), context.getRealm(), context.getUser()));
  }

  private static void finish(
      RequiredActionContext context, ContactVerification verification, Challenge proof) {
    PhoneChange change = new PhoneChange(context.getSession(), context.getUser());
    PhoneAssignment result =
        change.make(ExecutionContext.of(context, ProviderIds.UPDATE_PHONE).binding(), proof);
    reportConflict(context, result, proof);
    switch (result) {
      case ASSIGNED -> {
        reportChange(context, change.before(), proof);
        context.success();
      }
      case PROOF_GONE -> verification.refuse("proofGone");
      case MANAGED -> RefusedAction.show(context, Optional.of(DirectoryRefusal.MANAGED));
      case IN_USE, UNPROVEN_IN_USE -> verification.refuse("phoneOfAnother");
      case RESERVED -> verification.refuse("phoneReserved");
    }
  }

  /** Writes the event of a changed number; {@code before} is empty if the user had none. */
  static void reportChange(
      RequiredActionContext context, Optional<PhoneNumber> before, Challenge proof) {
    EventBuilder event = context.getEvent().clone().event(EventType.UPDATE_PROFILE);
    before.ifPresent(old -> event.detail("previous_phone_number", old.masked()));
    event.detail("updated_phone_number", proof.recipient().masked()).success();
  }

  /**
   * Writes the event of a conflict, so that an administrator can resolve it; nothing if there is
   * none.
   */
  static void reportConflict(
      RequiredActionContext context, PhoneAssignment result, Challenge proof) {
    result
        .conflict()
        .ifPresent(
            conflict ->
                context
                    .getEvent()
                    .clone()
                    .detail("contact", proof.recipient().masked())
                    .error(conflict.error()));
  }

  private static ContactVerification verification(RequiredActionContext context) {
    return ContactVerification.asking(
        ExecutionContext.of(context, ProviderIds.UPDATE_PHONE), Purpose.UPDATE, Channel.sms, false);
  }

  @Override
  public InitiatedActionSupport initiatedActionSupport() {
    return InitiatedActionSupport.SUPPORTED;
  }

  @Override
  public String getId() {
    return ProviderIds.UPDATE_PHONE;
  }

  @Override
  public String getDisplayText() {
    return "Update Phone";
  }
}

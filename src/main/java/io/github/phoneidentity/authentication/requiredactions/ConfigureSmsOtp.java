package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.account.DirectoryRefusal;
import io.github.phoneidentity.account.SmsOtpEnrolment;
import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.verification.Challenge;
import java.util.Optional;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * {@code CONFIGURE_SMS_OTP}: A user proves a number and enrols it as a second factor. The user's
 * proven phone number is suggested; any number to which the realm's policy allows texts can be
 * enrolled.
 */
public final class ConfigureSmsOtp implements StatelessAction, CredentialRegistrator {

  @Override
  public void show(RequiredActionContext context) {
    if (!RefusedAction.show(context, DirectoryRefusal.ofUser(context.getUser()))) {
      verification(context).show();
    }
  }

  @Override
  public void submit(RequiredActionContext context) {
    if (RefusedAction.show(context, DirectoryRefusal.ofUser(context.getUser()))) {
      return;
    }
    ContactVerification verification = verification(context);
    verification.submit().ifPresent(proof -> finish(context, verification, proof));
  }

  private void finish(
      RequiredActionContext context, ContactVerification verification, Challenge proof) {
    Optional<SmsOtpCredentialModel> factor =
        enrolment(context).enrol(ExecutionContext.of(context, getId()).binding(), proof);
    if (factor.isEmpty()) {
      verification.refuse("proofGone");
      return;
    }
    context
        .getEvent()
        .event(EventType.UPDATE_CREDENTIAL)
        .detail(Details.CREDENTIAL_TYPE, SmsOtpCredentialModel.TYPE)
        .detail(Details.CREDENTIAL_ID, factor.get().getId())
        .detail(Details.CREDENTIAL_USER_LABEL, proof.recipient().masked());
    context.success();
  }

  private ContactVerification verification(RequiredActionContext context) {
    String suggestion = enrolment(context).suggestion().map(PhoneNumber::e164).orElse("");
    return ContactVerification.enrolling(ExecutionContext.of(context, getId()), suggestion);
  }

  private static SmsOtpEnrolment enrolment(RequiredActionContext context) {
    return new SmsOtpEnrolment(context.getSession(), context.getRealm(), context.getUser());
  }

  @Override
  public InitiatedActionSupport initiatedActionSupport() {
    return InitiatedActionSupport.SUPPORTED;
  }

  @Override
  public String getCredentialType(KeycloakSession session, AuthenticationSessionModel authSession) {
    return SmsOtpCredentialModel.TYPE;
  }

  @Override
  public String getId() {
    return ProviderIds.CONFIGURE_SMS_OTP;
  }

  @Override
  public String getDisplayText() {
    return "Configure SMS OTP";
  }
}

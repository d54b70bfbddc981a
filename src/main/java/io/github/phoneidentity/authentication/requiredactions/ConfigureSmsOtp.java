package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.authentication.Step;
import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.credential.SmsOtpCredentialProvider;
import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.identity.NumberOnFile;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.verification.Challenge;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * {@code CONFIGURE_SMS_OTP}: a user proves a number and has it as a second factor from then on. The
 * proven number on file is suggested; any other that the realm sends texts to will do.
 */
public final class ConfigureSmsOtp implements StatelessAction, CredentialRegistrator {

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

  private void finish(
      RequiredActionContext context, ContactVerification conversation, Challenge proof) {
    if (!Step.of(context, getId()).spend(proof, context.getUser().getId())) {
      conversation.refuse("proofGone");
      return;
    }
    PhoneNumber number = proof.recipient().phone();
    SmsOtpCredentials credentials = new SmsOtpCredentials(context.getRealm(), context.getUser());
    SmsOtpCredentialModel credential =
        credentials.with(number).orElseGet(() -> credentials.enrol(number));
    credentials.proven(credential, number);
    context
        .getEvent()
        .event(EventType.UPDATE_CREDENTIAL)
        .detail(Details.CREDENTIAL_TYPE, SmsOtpCredentialModel.TYPE)
        .detail(Details.CREDENTIAL_ID, credential.getId())
        .detail(Details.CREDENTIAL_USER_LABEL, number.masked());
    context.success();
  }

  private ContactVerification conversation(RequiredActionContext context) {
    String suggestion =
        NumberOnFile.of(context.getRealm(), context.getUser())
            .filter(NumberOnFile::proven)
            .map(file -> file.number().e164())
            .orElse("");
    return ContactVerification.enrolling(Step.of(context, getId()), suggestion);
  }

  @Override
  public InitiatedActionSupport initiatedActionSupport() {
    return InitiatedActionSupport.SUPPORTED;
  }

  @Override
  public String getCredentialType(KeycloakSession session, AuthenticationSessionModel tab) {
    return SmsOtpCredentialModel.TYPE;
  }

  @Override
  public String getId() {
    return SmsOtpCredentialProvider.CREATE_ACTION;
  }

  @Override
  public String getDisplayText() {
    return "Configure SMS OTP";
  }
}

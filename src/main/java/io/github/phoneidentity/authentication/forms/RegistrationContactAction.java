package io.github.phoneidentity.authentication.forms;

import io.github.phoneidentity.authentication.RegistrationProof;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RegistrationContacts;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Puts the contacts that were proven before the form on the user whom the form has just made, and
 * spends their proofs. It runs after Keycloak's {@code registration-user-creation}, in the same
 * transaction: without a proof, or when somebody else was faster, no user remains.
 */
public final class RegistrationContactAction implements FormAction, FormActionFactory {

  static final String ID = ProviderIds.REGISTRATION_CONTACT_ACTION;

  @Override
  public void validate(ValidationContext context) {
    for (RegistrationProof proof : proofs(context)) {
      Optional<Challenge> present = proof.present();
      if (present.isEmpty() && proof.isNeeded()) {
        throw startAgain(context, proof, "proofGone");
      }
      if (present.isPresent() && proof.isTaken(present.get().recipient())) {
        throw startAgain(context, proof, RegistrationProof.taken(proof.contact().channel()));
      }
    }
    if (RegistrationForm.of(context).isEmailEdited(provenEmail(context))) {
      context.error(Errors.INVALID_REGISTRATION);
      context.validationError(
          context.getHttpRequest().getDecodedFormParameters(),
          List.of(new FormMessage(UserModel.EMAIL, "phoneIdentity.error.emailNotProven")));
      return;
    }
    context.success();
  }

  private static Optional<Recipient> provenEmail(FormContext context) {
    return proofs(context).stream()
        .filter(proof -> proof.contact().channel() == Channel.email)
        .flatMap(proof -> proof.present().stream())
        .map(Challenge::recipient)
        .findFirst();
  }

  @Override
  public void success(FormContext context) {
    UserModel user = context.getUser();
    RegistrationForm.of(context).generatedUsername().ifPresent(user::setUsername);
    for (RegistrationProof proof : proofs(context)) {
      Optional<Challenge> present = proof.present();
      if (present.isPresent() && proof.spend(present.get(), user.getId())) {
        put(context, user, present.get().recipient());
      } else if (proof.isNeeded()) {
        throw lost(context, "proofGone");
      }
    }
    List<ClaimKind> lost = ClaimLedger.of(context.getSession()).claimNow(user);
    if (!lost.isEmpty()) {
      throw lost(
          context,
          switch (lost.get(0)) {
            case phone -> "phoneTaken";
            case nickname -> "nicknameTaken";
          });
    }
  }

  private static void put(FormContext context, UserModel user, Recipient recipient) {
    switch (recipient.channel()) {
      case sms -> ProvenNumber.store(context.getSession(), user, recipient.phone());
      case email -> {
        if (!recipient.equals(Recipient.ofEmail(String.valueOf(user.getEmail())))) {
          user.setEmail(recipient.address());
        }
        user.setEmailVerified(true);
      }
    }
  }

  private static List<RegistrationProof> proofs(FormContext context) {
    return RegistrationContacts.of(context.getRealm()).stream()
        .map(
            contact ->
                new RegistrationProof(
                    context.getSession(),
                    context.getRealm(),
                    context.getAuthenticationSession(),
                    contact))
        .toList();
  }

  /** Leads back to the step that proves the contact, which tells why. */
  private static AuthenticationFlowException startAgain(
      FormContext context, RegistrationProof proof, String error) {
    proof.forget();
    var tab = context.getAuthenticationSession();
    tab.setAuthNote(
        LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE, "phoneIdentity.error." + error);
    URI flow =
        LoginActionsService.loginActionsBaseUrl(context.getUriInfo())
            .path(LoginActionsService.REGISTRATION_PATH)
            .queryParam(Constants.CLIENT_ID, tab.getClient().getClientId())
            .queryParam(Constants.TAB_ID, tab.getTabId())
            .queryParam(
                Constants.CLIENT_DATA,
                AuthenticationProcessor.getClientData(context.getSession(), tab))
            .build(context.getRealm().getName());
    return new AuthenticationFlowException(
        AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR, Response.seeOther(flow).build());
  }

  /** Undoes the registration, user included, and says why on a page. */
  private static AuthenticationFlowException lost(FormContext context, String error) {
    context.getSession().getTransactionManager().setRollbackOnly();
    return new AuthenticationFlowException(
        AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR,
        Errors.INVALID_REGISTRATION,
        "phoneIdentity.error." + error);
  }

  @Override
  public void buildPage(FormContext context, LoginFormsProvider form) {
    RegistrationForm.of(context).fill(form, provenEmail(context));
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Registration contact";
  }

  @Override
  public String getHelpText() {
    return "Puts the contacts that 'Verify contact before registration' has proven on the new user"
        + " and makes sure that nobody else has them. Put it after 'Registration User"
        + " Profile Creation'.";
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return RegistrationForm.configProperties();
  }

  @Override
  public boolean isConfigurable() {
    return true;
  }

  @Override
  public String getReferenceCategory() {
    return null;
  }

  @Override
  public boolean isUserSetupAllowed() {
    return false;
  }

  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  @Override
  public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

  @Override
  public FormAction create(KeycloakSession session) {
    return this;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}

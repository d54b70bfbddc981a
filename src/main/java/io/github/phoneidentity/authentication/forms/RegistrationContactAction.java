package io.github.phoneidentity.authentication.forms;

import io.github.phoneidentity.account.GivenProof;
import io.github.phoneidentity.account.Registration;
import io.github.phoneidentity.account.RegistrationForm;
import io.github.phoneidentity.account.RegistrationOutcome;
import io.github.phoneidentity.account.RegistrationOutcome.ProofGone;
import io.github.phoneidentity.account.RegistrationOutcome.Registered;
import io.github.phoneidentity.authentication.BeforeCommit;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.authentication.Invitation;
import io.github.phoneidentity.authentication.MaskedIdentifier;
import io.github.phoneidentity.authentication.RegistrationProof;
import io.github.phoneidentity.authentication.RegistrationRefusal;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.RegistrationContacts;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.ValidationContext;
import org.keycloak.authentication.forms.RegistrationPage;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;

/**
 * Assigns the contacts that were proven before the form to the user whom the form has just created,
 * and consumes their proofs. It runs after Keycloak's {@code registration-user-creation}, in the
 * same transaction: without a proof, or if another request was first, no user is created.
 */
final class RegistrationContactAction implements FormAction {

  /**
   * The validated registration; null if the extension is disabled in the realm. It is completed
   * without reading the auth notes with the proofs again, because another request of the same
   * authentication session can clear them in between.
   */
  private @Nullable Registration checked;

  private boolean completed;

  @Override
  public void validate(ValidationContext context) {
    if (!RealmPolicy.participates(context.getRealm())) {
      context.success();
      return;
    }
    requireCompletion(context.getSession());
    maskUsername(context);
    confirmPassword(context);
    List<GivenProof> given = new ArrayList<>();
    for (RegistrationProof proof : proofs(context)) {
      Optional<GivenProof> kept = proof.given();
      if (kept.isEmpty() ? proof.contact().required() : proof.find(kept.get()).isEmpty()) {
        throw startAgain(context, proof, "phoneIdentity.error.proofGone");
      }
      kept.ifPresent(given::add);
    }
    Registration registration = registration(context, given);
    checked = registration;
    Optional<RegistrationRefusal> found =
        registration.refusalBeforeForm().flatMap(RegistrationRefusal::of);
    if (found.isEmpty()) {
      context.success();
      return;
    }
    RegistrationRefusal refusal = found.get();
    if (refusal.field() != null) {
      context.error(refusal.event());
      context.validationError(
          context.getHttpRequest().getDecodedFormParameters(),
          List.of(new FormMessage(refusal.field(), refusal.message())));
    } else if (refusal.retryAfter().isZero()) {
      throw startAgain(context, proofOf(context, refusal.taken()), refusal.message());
    } else {
      throw limited(context, refusal);
    }
  }

  @Override
  public void success(FormContext context) {
    Registration registration = checked;
    if (registration == null) {
      return;
    }
    UserModel user = context.getUser();
    if (user == null || !ClaimLedger.of(context.getSession()).isCreated(user)) {
      // Another request has restarted the authentication session, or named another user in it.
      context.getSession().getTransactionManager().setRollbackOnly();
      throw lost(new ProofGone());
    }
    KnownValues.of(context).generatedUsername().ifPresent(user::setUsername);
    RegistrationOutcome outcome = registration.complete(user);
    if (!(outcome instanceof Registered)) {
      throw lost(outcome);
    }
    completed = true;
  }

  /**
   * Has the transaction fail if it creates a user whom this action does not complete: Keycloak
   * commits what a registration has done before an action of it that fails.
   */
  private void requireCompletion(KeycloakSession session) {
    BeforeCommit.run(
        session,
        () -> {
          if (!completed && ClaimLedger.of(session).hasCreated()) {
            throw new ErrorPageException(
                session, Response.Status.BAD_REQUEST, Messages.EXPIRED_ACTION);
          }
        });
  }

  private static Registration registration(FormContext context, List<GivenProof> given) {
    KeycloakSession session = context.getSession();
    MultivaluedMap<String, String> posted = context.getHttpRequest().getDecodedFormParameters();
    Map<String, List<String>> names = new HashMap<>();
    for (String name :
        List.of(
            UserModel.USERNAME,
            UserModel.EMAIL,
            UserAttributes.NICKNAME,
            UserAttributes.PHONE_NUMBER)) {
      Optional.ofNullable(posted.getFirst(name))
          .filter(value -> !value.isBlank())
          .ifPresent(value -> names.put(name, List.of(value)));
    }
    return new Registration(
        session, ExecutionContext.origin(session), new RegistrationForm(names, null, false, given));
  }

  /**
   * Repeats the password for Keycloak's action after this one, which asks for it twice, if the form
   * has one field for it, which can show it.
   */
  private static void confirmPassword(FormContext context) {
    MultivaluedMap<String, String> posted = context.getHttpRequest().getDecodedFormParameters();
    String password = posted.getFirst(RegistrationPage.FIELD_PASSWORD);
    if (password != null && !posted.containsKey(RegistrationPage.FIELD_PASSWORD_CONFIRM)) {
      posted.putSingle(RegistrationPage.FIELD_PASSWORD_CONFIRM, password);
    }
  }

  /**
   * Masks the username, which may be a phone number, in Keycloak's event of a registration that
   * fails. That of one that succeeds is sent before this action is called.
   */
  private static void maskUsername(FormContext context) {
    String name = context.getHttpRequest().getDecodedFormParameters().getFirst(UserModel.USERNAME);
    if (name != null) {
      String masked = MaskedIdentifier.of(context.getRealm(), name);
      if (!masked.equals(name)) {
        context.getEvent().detail(Details.USERNAME, masked);
      }
    }
  }

  /** The contacts that were proven before the form. */
  private static List<Recipient> proven(FormContext context) {
    return proofs(context).stream()
        .flatMap(proof -> proof.present().stream())
        .map(Challenge::recipient)
        .toList();
  }

  /** The proof of the contact that is taken; the first one if it is not a contact. */
  private static RegistrationProof proofOf(FormContext context, @Nullable String taken) {
    Channel channel = UserModel.EMAIL.equals(taken) ? Channel.email : Channel.sms;
    List<RegistrationProof> proofs = proofs(context);
    return proofs.stream()
        .filter(proof -> taken != null && proof.contact().channel() == channel)
        .findFirst()
        .orElseGet(() -> proofs.get(0));
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

  /** Redirects to the execution that verifies the contact, which shows the message. */
  private static AuthenticationFlowException startAgain(
      FormContext context, RegistrationProof proof, String message) {
    proof.forget();
    AuthNote.FORWARDED_ERROR.set(context.getAuthenticationSession(), message);
    return redirect(context);
  }

  /** Redirects the browser to a GET of the flow. */
  private static AuthenticationFlowException redirect(FormContext context) {
    var authSession = context.getAuthenticationSession();
    URI flow =
        LoginActionsService.loginActionsBaseUrl(context.getUriInfo())
            .path(LoginActionsService.REGISTRATION_PATH)
            .queryParam(Constants.CLIENT_ID, authSession.getClient().getClientId())
            .queryParam(Constants.TAB_ID, authSession.getTabId())
            .queryParam(
                Constants.CLIENT_DATA,
                AuthenticationProcessor.getClientData(context.getSession(), authSession))
            .build(context.getRealm().getName());
    return new AuthenticationFlowException(
        AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR,
        Response.seeOther(invitation(context).keep(flow)).build());
  }

  private static Invitation invitation(FormContext context) {
    return new Invitation(context.getSession(), context.getAuthenticationSession());
  }

  /** Shows an error page with the time to retry after. */
  private static AuthenticationFlowException limited(
      FormContext context, RegistrationRefusal refusal) {
    context.getEvent().error(refusal.event());
    Response page =
        context
            .getSession()
            .getProvider(LoginFormsProvider.class)
            .setAuthenticationSession(context.getAuthenticationSession())
            .setError(refusal.message(), refusal.parameters().toArray())
            .createErrorPage(Response.Status.TOO_MANY_REQUESTS);
    return new AuthenticationFlowException(
        AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR,
        Response.fromResponse(page)
            .header(HttpHeaders.RETRY_AFTER, RetryAfter.seconds(refusal.retryAfter()))
            .build());
  }

  /** Says why on a page; the registration was rolled back, user included. */
  private static AuthenticationFlowException lost(RegistrationOutcome outcome) {
    return new AuthenticationFlowException(
        AuthenticationFlowError.GENERIC_AUTHENTICATION_ERROR,
        Errors.INVALID_REGISTRATION,
        RegistrationRefusal.of(outcome).orElseThrow().message());
  }

  @Override
  public void buildPage(FormContext context, LoginFormsProvider form) {
    if (RealmPolicy.participates(context.getRealm())) {
      if (invitation(context).isLost()) {
        throw redirect(context);
      }
      KnownValues.of(context).fill(form, proven(context));
    }
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
  public void close() {}
}

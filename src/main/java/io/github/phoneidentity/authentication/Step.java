package io.github.phoneidentity.authentication;

import io.github.phoneidentity.limit.ClientAddress;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.VerificationCodes;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a page of a flow and a page of a required action have in common. Its notes are scoped to the
 * execution, so that one step can never take what another has written (CVE-2026-18963 was a note
 * that was not).
 *
 * @param execution the id of the execution, or of the required action
 * @param user the user, if one is known yet; null otherwise
 * @param self the address that shows this step again, by GET
 * @param form makes the page
 * @param answer takes the page
 */
public record Step(
    KeycloakSession session,
    RealmModel realm,
    AuthenticationSessionModel tab,
    String execution,
    UserModel user,
    EventBuilder event,
    URI self,
    Supplier<LoginFormsProvider> form,
    Consumer<Response> answer) {

  private static final String PREFIX = "phone-identity.";

  /** The step of an execution in a flow. */
  public static Step of(AuthenticationFlowContext context) {
    return new Step(
        context.getSession(),
        context.getRealm(),
        context.getAuthenticationSession(),
        context.getExecution().getId(),
        context.getUser(),
        context.getEvent(),
        context.getRefreshExecutionUrl(),
        context::form,
        context::challenge);
  }

  /** The step of a required action. */
  public static Step of(RequiredActionContext context, String action) {
    URI self =
        UriBuilder.fromUri(context.getActionUrl(""))
            .replaceQueryParam(LoginActionsService.SESSION_CODE)
            .build();
    return new Step(
        context.getSession(),
        context.getRealm(),
        context.getAuthenticationSession(),
        action,
        context.getUser(),
        context.getEvent(),
        self,
        context::form,
        context::challenge);
  }

  VerificationCodes codes() {
    return session.getProvider(VerificationCodes.class);
  }

  /** Whose challenges these are. */
  public Binding binding() {
    return Binding.to(tab, execution);
  }

  /**
   * Spends a proof of this step on a user, in this transaction; false if it cannot be spent any
   * more.
   */
  public boolean spend(Challenge proof, String userId) {
    return codes().spend(realm, binding(), proof.id(), userId);
  }

  MultivaluedMap<String, String> posted() {
    return session.getContext().getHttpRequest().getDecodedFormParameters();
  }

  Optional<String> posted(String field) {
    return Optional.ofNullable(posted().getFirst(field));
  }

  Optional<String> note(String name) {
    return Optional.ofNullable(tab.getAuthNote(PREFIX + execution + "." + name));
  }

  void note(String name, String value) {
    tab.setAuthNote(PREFIX + execution + "." + name, value);
  }

  void forget(String name) {
    tab.removeAuthNote(PREFIX + execution + "." + name);
  }

  /** Whose address budget this request spends. */
  String origin() {
    return ClientAddress.subject(session.getContext().getConnection().getRemoteHost());
  }

  /** The host that the reader's browser shows. */
  String host() {
    return session.getContext().getUri().getBaseUri().getHost();
  }

  /** Answers with a page. */
  public void show(Response page) {
    answer.accept(page);
  }

  /**
   * Sends the browser to fetch this step anew: what is shown then can be reloaded without doing it
   * again.
   */
  void showByGet() {
    show(Response.seeOther(self).build());
  }
}

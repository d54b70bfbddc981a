package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.Proofs;
import io.github.phoneidentity.limit.ClientAddress;
import io.github.phoneidentity.verification.Binding;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.ChallengeRequest;
import io.github.phoneidentity.verification.IssueResult;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.RequestedIdentifier;
import io.github.phoneidentity.verification.TextOrigin;
import io.github.phoneidentity.verification.VerificationCodes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
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
 * @param self makes the address that shows this step again, by GET
 * @param form makes the page
 * @param answer takes the page
 */
public record Step(
    KeycloakSession session,
    RealmModel realm,
    AuthenticationSessionModel authSession,
    String execution,
    UserModel user,
    EventBuilder event,
    Supplier<URI> self,
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
        new RefreshUrl(context)::address,
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
        () -> self,
        context::form,
        context::challenge);
  }

  /**
   * The same step for somebody whom it tells nothing of the user: its pages show what was typed, in
   * the language of the reader, whether there is a user or not.
   */
  Step discreet() {
    String before = authSession.getAuthNote(AbstractUsernameFormAuthenticator.USERNAME_HIDDEN);
    return new Step(
        session,
        realm,
        authSession,
        execution,
        null,
        event,
        self,
        () -> {
          // Keycloak's header then depends on what was typed alone; only while the page is made.
          authSession.setAuthNote(AbstractUsernameFormAuthenticator.USERNAME_HIDDEN, "true");
          return form.get().setUser(null);
        },
        page -> {
          if (before == null) {
            authSession.removeAuthNote(AbstractUsernameFormAuthenticator.USERNAME_HIDDEN);
          }
          answer.accept(page);
        });
  }

  VerificationCodes codes() {
    return session.getProvider(VerificationCodes.class);
  }

  /** Whose challenges these are. */
  public Binding binding() {
    return Binding.to(authSession, execution);
  }

  /**
   * Sends a code in the language of the reader, at the expense of the reader's address.
   *
   * @param userId as in {@link ChallengeRequest}, like the rest
   */
  IssueResult issue(
      Purpose purpose, Recipient to, Binding whose, String userId, RequestedIdentifier asked) {
    return codes()
        .issue(
            realm,
            new ChallengeRequest(
                purpose,
                to,
                whose,
                userId,
                origin(),
                session.getContext().resolveLocale(user),
                host(),
                asked,
                asked == null ? null : KnownBrowser.idFor(session, userId)));
  }

  /**
   * Spends a proof of this step on a user, in this transaction; false if it cannot be spent any
   * more.
   */
  public boolean spend(Challenge proof, String userId) {
    return new Proofs(session, realm, binding()).spend(proof, userId);
  }

  /** Whether a page was answered, and not just fetched. */
  public boolean isPost() {
    return HttpMethod.POST.equals(session.getContext().getHttpRequest().getHttpMethod());
  }

  MultivaluedMap<String, String> posted() {
    return session.getContext().getHttpRequest().getDecodedFormParameters();
  }

  /** What was posted in this field. */
  public Optional<String> posted(String field) {
    return Optional.ofNullable(posted().getFirst(field));
  }

  /** A note of this step. */
  public Optional<String> note(String name) {
    return Optional.ofNullable(authSession.getAuthNote(PREFIX + execution + "." + name));
  }

  /** Makes a note that no other step can read. */
  public void note(String name, String value) {
    authSession.setAuthNote(PREFIX + execution + "." + name, value);
  }

  void forget(String name) {
    authSession.removeAuthNote(PREFIX + execution + "." + name);
  }

  /** Whose address limits this request consumes. */
  String origin() {
    return origin(session);
  }

  /** Whose address limits the request of a session consumes. */
  public static String origin(KeycloakSession session) {
    return ClientAddress.subject(session.getContext().getConnection().getRemoteHost());
  }

  /** The host that the reader's browser shows. */
  private String host() {
    return TextOrigin.host(session);
  }

  /** Answers with a page. */
  public void show(Response page) {
    answer.accept(page);
  }

  /**
   * Sends the browser to fetch this step anew: what is shown then can be reloaded without doing it
   * again.
   */
  public void showByGet() {
    show(Response.seeOther(self.get()).build());
  }
}

package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.Proofs;
import io.github.phoneidentity.limit.ClientAddress;
import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
 * The common context of an execution in a flow and of a required action.
 *
 * @param execution the id of the execution, or of the required action
 * @param user the user of the flow; null if it has none yet
 * @param refreshUrl makes the URL that shows this step again by GET
 * @param form makes the form provider for a page
 * @param answer sends the page
 */
public record ExecutionContext(
    KeycloakSession session,
    RealmModel realm,
    AuthenticationSessionModel authSession,
    String execution,
    @Nullable UserModel user,
    EventBuilder event,
    Supplier<URI> refreshUrl,
    Supplier<LoginFormsProvider> form,
    Consumer<Response> answer) {

  /** The step of an execution in a flow. */
  public static ExecutionContext of(AuthenticationFlowContext context) {
    return new ExecutionContext(
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
  public static ExecutionContext of(RequiredActionContext context, String action) {
    URI refreshUrl =
        UriBuilder.fromUri(context.getActionUrl(""))
            .replaceQueryParam(LoginActionsService.SESSION_CODE)
            .build();
    return new ExecutionContext(
        context.getSession(),
        context.getRealm(),
        context.getAuthenticationSession(),
        action,
        context.getUser(),
        context.getEvent(),
        () -> refreshUrl,
        context::form,
        context::challenge);
  }

  /** The same step, whose pages have another attribute. */
  public ExecutionContext with(String name, Object value) {
    return new ExecutionContext(
        session,
        realm,
        authSession,
        execution,
        user,
        event,
        refreshUrl,
        () -> form.get().setAttribute(name, value),
        answer);
  }

  /**
   * The same step for an account that is not disclosed: its pages show the typed identifier, in the
   * language of the browser, whether or not there is a user.
   */
  ExecutionContext discreet() {
    boolean hidden = AuthNote.USERNAME_HIDDEN.isSet(authSession);
    return new ExecutionContext(
        session,
        realm,
        authSession,
        execution,
        null,
        event,
        refreshUrl,
        () -> {
          // Keycloak's header must only depend on the typed identifier while this page is made.
          AuthNote.USERNAME_HIDDEN.set(authSession);
          return form.get().setUser(null);
        },
        page -> {
          if (!hidden) {
            AuthNote.USERNAME_HIDDEN.remove(authSession);
          }
          answer.accept(page);
        });
  }

  /**
   * The user of an execution that needs one.
   *
   * @throws NullPointerException if the step has no user
   */
  public UserModel requiredUser() {
    return Objects.requireNonNull(user, "The step has no user");
  }

  VerificationCodes codes() {
    return session.getProvider(VerificationCodes.class);
  }

  /** The binding of the step's challenges. */
  public Binding binding() {
    return Binding.to(authSession, execution);
  }

  /**
   * Issues a code in the user's language. It consumes the rate limits of the client's address, and,
   * where the purpose discloses the delivery, the request waits for it after the commit.
   *
   * @param userId as in {@link ChallengeRequest}, like the other parameters
   */
  IssueResult issue(
      Purpose purpose,
      Recipient recipient,
      Binding binding,
      @Nullable String userId,
      @Nullable RequestedIdentifier identifier) {
    IssueResult result =
        codes()
            .issue(
                realm,
                new ChallengeRequest(
                    purpose,
                    recipient,
                    binding,
                    userId,
                    origin(),
                    authSession.getClient().getClientId(),
                    session.getContext().resolveLocale(user),
                    TextOrigin.of(session, authSession.getClient(), binding),
                    identifier,
                    identifier == null ? null : KnownBrowser.idFor(session, userId)));
    codes().awaitDeliveryAfterCommit(result);
    return result;
  }

  /**
   * Consumes a proof of this step for a user, in this transaction; false if it cannot be consumed
   * any more.
   */
  public boolean spend(Challenge proof, String userId) {
    return new Proofs(session, realm, binding()).spend(proof, userId);
  }

  /** Whether the request is a POST of a page. */
  public boolean isPost() {
    return HttpMethod.POST.equals(session.getContext().getHttpRequest().getHttpMethod());
  }

  MultivaluedMap<String, String> posted() {
    return session.getContext().getHttpRequest().getDecodedFormParameters();
  }

  /** The posted value of a field; empty if there is none. */
  public Optional<String> posted(String field) {
    return Optional.ofNullable(posted().getFirst(field));
  }

  /** An auth note of this step; empty if there is none. */
  public Optional<String> note(OfExecution note) {
    return note.of(execution).get(authSession);
  }

  /** Sets an auth note that no other step can read. */
  public void note(OfExecution note, String value) {
    note.of(execution).set(authSession, value);
  }

  void forget(OfExecution note) {
    note.of(execution).remove(authSession);
  }

  /** The address whose rate limits this request consumes. */
  String origin() {
    return origin(session);
  }

  /** The address whose rate limits the request of a session consumes. */
  public static String origin(KeycloakSession session) {
    return ClientAddress.subject(session.getContext().getConnection().getRemoteHost());
  }

  /** Shows a page, or redirects. */
  public void show(Response page) {
    answer.accept(page);
  }

  /**
   * Redirects the browser to a GET of this step, so that the page can be reloaded without repeating
   * the POST.
   */
  public void showByGet() {
    show(Response.seeOther(refreshUrl.get()).build());
  }
}

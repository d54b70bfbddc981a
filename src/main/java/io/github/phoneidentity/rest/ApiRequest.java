package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.rest.ResponseBodies.ApiError;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakTransactionManager;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

/**
 * A request from its authentication to its response. Every response has the documented format and
 * the CORS headers; an error rolls the transaction back.
 */
final class ApiRequest {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final LocalizedMessages messages;
  private final Cors cors;
  private final @Nullable InputStream content;
  private @Nullable ApiClient apiClient;
  private boolean allowsRegistrationPage;

  ApiRequest(KeycloakSession session, @Nullable InputStream content) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.messages = new LocalizedMessages(session);
    this.content = content;
    this.cors =
        session
            .getProvider(Cors.class)
            .auth()
            .allowedMethods(session.getContext().getHttpRequest().getHttpMethod())
            .exposedHeaders(HttpHeaders.RETRY_AFTER);
  }

  /**
   * Rejects unreadable headers before the server parses them: the server and Keycloak's filter for
   * security headers fail on an invalid content type, and the server answers an invalid language in
   * another format.
   *
   * @throws WebApplicationException with the response
   */
  static void rejectUnreadable(KeycloakSession session) {
    try {
      RequestHeaders.requireReadable(session);
    } catch (Problem unreadable) {
      ApiRequest request = new ApiRequest(session, null);
      request.cors.allowAllOrigins();
      throw new WebApplicationException(request.respond(unreadable));
    }
  }

  /** The response to an unknown call, regardless of the client and of the headers. */
  static Response notFound(KeycloakSession session) {
    try {
      RequestHeaders.contentType(session);
    } catch (IllegalArgumentException unreadable) {
      // The response is the same.
    }
    ApiRequest request = new ApiRequest(session, null);
    request.cors.allowAllOrigins();
    return request.respond(Problem.of(ErrorCode.NOT_FOUND, "api.notFound"));
  }

  /** Allows this call to the registration page as well, regardless of its client. */
  ApiRequest allowRegistrationPage() {
    allowsRegistrationPage = true;
    return this;
  }

  /** Handles a request of a client. */
  Response handle(Function<ApiRequest, ApiResponse> task) {
    return handle(this::identify, task);
  }

  /** Handles a request that is known by what it contains, and not by a client. */
  Response handleWithoutClient(Function<ApiRequest, ApiResponse> task) {
    return handle(this::requireOpenRealm, task);
  }

  private Response handle(Runnable check, Function<ApiRequest, ApiResponse> task) {
    try {
      check.run();
      ApiResponse response = task.apply(this);
      commit();
      return respond(response.status(), response.body()).build();
    } catch (Problem problem) {
      session.getTransactionManager().setRollbackOnly();
      return respond(problem);
    }
  }

  private void identify() {
    ClientModel client;
    try {
      requireOpenRealm();
      Optional<ApiClient> page =
          allowsRegistrationPage ? ApiClient.registrationPage(session) : Optional.empty();
      if (page.isPresent()) {
        apiClient = page.get();
        return;
      }
      client = ApiClient.authenticate(session);
    } catch (Problem unauthenticated) {
      cors.allowAllOrigins();
      throw unauthenticated;
    }
    try {
      cors.checkAllowedOrigins(session, client);
    } catch (ForbiddenException foreign) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.originNotAllowed");
    }
    apiClient = ApiClient.of(session, client);
  }

  private void requireOpenRealm() {
    boolean https = "https".equals(session.getContext().getUri().getBaseUri().getScheme());
    if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.httpsRequired");
    }
    if (!realm.isEnabled()) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.realmDisabled");
    }
  }

  KeycloakSession session() {
    return session;
  }

  RealmModel realm() {
    return realm;
  }

  /**
   * The client that has sent the request.
   *
   * @throws NullPointerException if the request is handled without a client
   */
  ApiClient client() {
    return Objects.requireNonNull(apiClient, "The request has no client");
  }

  Locale locale() {
    return messages.locale();
  }

  /**
   * The JSON object of the request.
   *
   * @param type one of {@link RequestBodies}
   * @throws Problem {@code invalid_request} if there is none of this type
   */
  <T extends Record> T body(Class<T> type) {
    if (session.getContext().getRequestHeaders().getMediaType() == null) {
      throw Problem.invalidRequest("notJson");
    }
    return JsonBody.read(content, type);
  }

  /**
   * The body as a text.
   *
   * @param most the maximum size in bytes
   * @throws Problem {@code invalid_request} if it is longer or not UTF-8
   */
  String text(int most) {
    return JsonBody.text(content, most);
  }

  /**
   * Commits the transaction, or rolls it back if it is marked for that. A task may call it before
   * its response is known, to wait for a delivery without holding a database connection.
   */
  void commit() {
    KeycloakTransactionManager transaction = session.getTransactionManager();
    if (transaction.getRollbackOnly()) {
      transaction.rollback();
    } else {
      transaction.commit();
    }
  }

  private Response respond(Problem problem) {
    ApiError body =
        new ApiError(
            problem.code().id(),
            messages.of(problem),
            problem.field(),
            problem.reason(),
            problem.attemptsLeft(),
            problem.errors().isEmpty() ? null : errors(problem.errors()));
    Response.ResponseBuilder response = respond(problem.code().status(), body);
    if (problem.retryAfter() != null) {
      response.header(HttpHeaders.RETRY_AFTER, RetryAfter.seconds(problem.retryAfter()));
    }
    return response.build();
  }

  private List<ResponseBodies.FieldError> errors(List<FieldError> errors) {
    return errors.stream()
        .map(
            error ->
                new ResponseBodies.FieldError(error.field(), error.error(), messages.of(error)))
        .toList();
  }

  private Response.ResponseBuilder respond(int status, @Nullable Record body) {
    cors.add();
    Response.ResponseBuilder response =
        Response.status(status)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("X-Content-Type-Options", "nosniff");
    return body == null ? response : response.type(MediaType.APPLICATION_JSON_TYPE).entity(body);
  }
}

package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.cors.Cors;

/**
 * One call, from its client to its answer. Whatever happens on the way, the answer has the
 * documented shape and the headers of CORS; an error undoes the transaction.
 */
final class Call {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Words words;
  private final Cors cors;
  private final InputStream content;
  private Caller caller;

  Call(KeycloakSession session, InputStream content) {
    this.session = session;
    this.realm = session.getContext().getRealm();
    this.words = new Words(session);
    this.content = content;
    this.cors =
        session
            .getProvider(Cors.class)
            .auth()
            .allowedMethods(session.getContext().getHttpRequest().getHttpMethod())
            .exposedHeaders(HttpHeaders.RETRY_AFTER);
  }

  Response answer(Function<Call, Answer> task) {
    try {
      identify();
      Answer answer = task.apply(this);
      end();
      return respond(answer.status(), answer.body()).build();
    } catch (Problem problem) {
      session.getTransactionManager().setRollbackOnly();
      return respond(problem);
    }
  }

  /**
   * Ends the transaction before the answer is written. A repeat that lost to its own twin has an
   * answer although nothing of its own work may remain.
   */
  private void end() {
    if (session.getTransactionManager().getRollbackOnly()) {
      session.getTransactionManager().rollback();
    } else {
      session.getTransactionManager().commit();
    }
  }

  private void identify() {
    ClientModel client;
    try {
      requireReadableType();
      requireHttps();
      client = Caller.authenticate(session);
    } catch (Problem unknownCaller) {
      cors.allowAllOrigins();
      throw unknownCaller;
    }
    try {
      cors.checkAllowedOrigins(session, client);
    } catch (ForbiddenException foreign) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.originNotAllowed");
    }
    caller = Caller.of(session, client);
  }

  /** Keycloak's authenticators and filters read the type, and fail where it is none. */
  private void requireReadableType() {
    try {
      session.getContext().getRequestHeaders().getMediaType();
    } catch (IllegalArgumentException malformed) {
      session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
      throw Problem.invalidRequest("notJson");
    }
  }

  private void requireHttps() {
    boolean https = "https".equals(session.getContext().getUri().getBaseUri().getScheme());
    if (!https && realm.getSslRequired().isRequired(session.getContext().getConnection())) {
      throw Problem.of(ErrorCode.NOT_ALLOWED, "api.httpsRequired");
    }
  }

  KeycloakSession session() {
    return session;
  }

  RealmModel realm() {
    return realm;
  }

  Caller caller() {
    return caller;
  }

  Locale locale() {
    return words.locale();
  }

  /**
   * The JSON object that was sent.
   *
   * @throws Problem {@code invalid_request}
   */
  JsonBody body() {
    String type =
        session.getContext().getRequestHeaders().getHeaderString(HttpHeaders.CONTENT_TYPE);
    String essence = type == null ? "" : type.replaceFirst(";.*", "").strip();
    if (!MediaType.APPLICATION_JSON.equalsIgnoreCase(essence)) {
      throw Problem.invalidRequest("notJson");
    }
    return JsonBody.read(content);
  }

  /**
   * Ends the transaction before the answer is known, for what becomes known only then: the call
   * waits here for a message to be delivered, holding no connection.
   */
  void commit() {
    session.getTransactionManager().commit();
  }

  private Response respond(Problem problem) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", problem.code().id());
    body.put("errorDescription", words.of(problem));
    body.putAll(problem.details());
    if (!problem.errors().isEmpty()) {
      body.put("errors", errors(problem.errors()));
    }
    Response.ResponseBuilder response = respond(problem.code().status(), body);
    if (problem.retryAfter() != null) {
      response.header(HttpHeaders.RETRY_AFTER, problem.retryAfter().plusMillis(999).toSeconds());
    }
    return response.build();
  }

  private List<Map<String, Object>> errors(List<FieldError> errors) {
    return errors.stream()
        .map(
            error ->
                Map.<String, Object>of(
                    "field", error.field(),
                    "error", error.error(),
                    "errorDescription", words.of(error)))
        .toList();
  }

  private Response.ResponseBuilder respond(int status, Map<String, Object> body) {
    cors.add();
    Response.ResponseBuilder response =
        Response.status(status)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header("X-Content-Type-Options", "nosniff");
    return body == null ? response : response.type(MediaType.APPLICATION_JSON_TYPE).entity(body);
  }
}

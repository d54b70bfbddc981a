package io.github.phoneidentity.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * Answers an unknown path or method, and every call in a realm in which the extension is disabled.
 * JAX-RS would answer in another format, and without the CORS headers that let a browser read the
 * response.
 */
public class UnknownCall {

  static final String ANY_PATH = "{any:.*}";

  final KeycloakSession session;

  UnknownCall(KeycloakSession session) {
    this.session = session;
  }

  @GET
  @Path(ANY_PATH)
  public Response unknownGet() {
    return ApiRequest.notFound(session);
  }

  @POST
  @Path(ANY_PATH)
  public Response unknownPost() {
    return ApiRequest.notFound(session);
  }

  @PUT
  @Path(ANY_PATH)
  public Response unknownPut() {
    return ApiRequest.notFound(session);
  }

  @PATCH
  @Path(ANY_PATH)
  public Response unknownPatch() {
    return ApiRequest.notFound(session);
  }

  @DELETE
  @Path(ANY_PATH)
  public Response unknownDelete() {
    return ApiRequest.notFound(session);
  }

  @OPTIONS
  @Path(ANY_PATH)
  public Response preflight() {
    return ApiRequest.notFound(session);
  }
}

package io.github.phoneidentity.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/** The API for first-party apps, under {@code /realms/{realm}/phone-identity}. */
public final class PhoneIdentityResource extends UnknownCall {

  /** The calls of SMS services, which are not those of apps. */
  static final String RECEIPTS = "receipts/";

  PhoneIdentityResource(KeycloakSession session) {
    super(session);
  }

  /** Checks whether identifiers are available to a new user. */
  @POST
  @Path("availability")
  public Response availability(InputStream body) {
    return new ApiRequest(session, body)
        .allowRegistrationPage()
        .handle(request -> new AvailabilityCheck(request).check());
  }

  /** Sends a code. */
  @POST
  @Path("verifications")
  public Response createVerification(InputStream body) {
    return new ApiRequest(session, body).handle(request -> new Verifications(request).create());
  }

  /** Sends the same code again. */
  @POST
  @Path("verifications/{id}/resend")
  public Response resendVerification(@PathParam("id") String id) {
    return new ApiRequest(session, null).handle(request -> new Verifications(request).resend(id));
  }

  /** Verifies a code. */
  @POST
  @Path("verifications/{id}/confirm")
  public Response confirmVerification(@PathParam("id") String id, InputStream body) {
    return new ApiRequest(session, body).handle(request -> new Verifications(request).confirm(id));
  }

  /** Registers a user with proven contacts. */
  @POST
  @Path("registrations")
  public Response createRegistration(InputStream body) {
    return new ApiRequest(session, body).handle(request -> new Registrations(request).create());
  }

  /** Changes a forgotten password by a proof. */
  @PUT
  @Path("password")
  public Response changePassword(InputStream body) {
    return new ApiRequest(session, body).handle(request -> new Passwords(request).change());
  }

  /** Takes a receipt of an SMS service. */
  @POST
  @Path(RECEIPTS + "{gateway}")
  public Response receipt(@PathParam("gateway") String gateway, InputStream body) {
    return new ApiRequest(session, body)
        .handleWithoutClient(request -> new Receipts(request).take(gateway));
  }

  /** The OpenAPI document, which needs no client. */
  @GET
  @Path("openapi.json")
  public Response openApi() {
    return OpenApi.of(session);
  }

  /**
   * Answers CORS preflight requests; whether the origin is allowed is checked for the request
   * itself.
   */
  @Override
  @OPTIONS
  @Path(ANY_PATH)
  public Response preflight() {
    return session
        .getProvider(Cors.class)
        .preflight()
        .auth()
        .allowedMethods("GET", "POST", "PUT", "OPTIONS")
        .add(Response.noContent());
  }
}

package io.github.phoneidentity.testing.thirdparty;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * An extension of somebody else, which writes user attributes and knows nothing of this project. It
 * runs in the test servers only, so it asks nobody who they are.
 */
public final class AttributeResource {

  private final KeycloakSession session;

  AttributeResource(KeycloakSession session) {
    this.session = session;
  }

  /** {@code UserModel.setAttribute}. */
  @PUT
  @Path("{user}/{attribute}")
  public void set(
      @PathParam("user") String id,
      @PathParam("attribute") String attribute,
      @QueryParam("value") List<String> values) {
    user(id).setAttribute(attribute, values);
  }

  /** {@code UserModel.setSingleAttribute}, and the first name with it. */
  @POST
  @Path("{user}/{attribute}")
  public void setSingle(
      @PathParam("user") String id,
      @PathParam("attribute") String attribute,
      @QueryParam("value") String value,
      @QueryParam("firstName") String firstName) {
    user(id).setFirstName(firstName);
    user(id).setSingleAttribute(attribute, value);
  }

  /** An attribute of one user, and the first name of another, in one transaction. */
  @POST
  @Path("{user}/{attribute}/beside/{other}")
  public void setBeside(
      @PathParam("user") String id,
      @PathParam("attribute") String attribute,
      @PathParam("other") String other,
      @QueryParam("value") String value,
      @QueryParam("firstName") String firstName) {
    user(other).setFirstName(firstName);
    user(id).setSingleAttribute(attribute, value);
  }

  /** {@code UserModel.removeAttribute}. */
  @DELETE
  @Path("{user}/{attribute}")
  public void remove(@PathParam("user") String id, @PathParam("attribute") String attribute) {
    user(id).removeAttribute(attribute);
  }

  private UserModel user(String id) {
    return session.users().getUserById(session.getContext().getRealm(), id);
  }
}

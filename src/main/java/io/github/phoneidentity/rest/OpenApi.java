package io.github.phoneidentity.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/** The OpenAPI document of the API, with the URL at which it was requested. */
final class OpenApi {

  private static final String DOCUMENT = "openapi.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private OpenApi() {}

  static Response of(KeycloakSession session) {
    ObjectNode document = read();
    URI self = session.getContext().getUri().getAbsolutePath();
    document
        .withArray("servers")
        .removeAll()
        .addObject()
        .put("url", self.resolve(".").toString().replaceAll("/$", ""));
    session.getProvider(Cors.class).allowAllOrigins().add();
    return Response.ok(document.toString(), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static ObjectNode read() {
    try (InputStream stream = OpenApi.class.getResourceAsStream(DOCUMENT)) {
      return (ObjectNode) JSON.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

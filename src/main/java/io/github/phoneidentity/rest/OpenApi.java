package io.github.phoneidentity.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.policy.ProviderIds;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/**
 * The OpenAPI document of the API, with the URL at which it was requested. The calls of
 * administrators have a URL of their own, on the same host: the document, which everybody may read,
 * does not disclose an admin host.
 */
final class OpenApi {

  private static final String DOCUMENT = "openapi.json";
  private static final String SERVERS = "servers";
  private static final ObjectMapper JSON = new ObjectMapper();

  private OpenApi() {}

  static Response of(KeycloakSession session) {
    ObjectNode document = read();
    KeycloakContext context = session.getContext();
    setServer(document, context.getUri().getAbsolutePath().resolve("."));
    URI admin =
        context
            .getUri()
            .getBaseUriBuilder()
            .path("admin/realms/{realm}")
            .path(ProviderIds.PHONE_IDENTITY)
            .build(context.getRealm().getName());
    for (JsonNode path : document.get("paths")) {
      if (path.has(SERVERS)) {
        setServer((ObjectNode) path, admin);
      }
    }
    session.getProvider(Cors.class).allowAllOrigins().add();
    return Response.ok(document.toString(), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static void setServer(ObjectNode node, URI url) {
    node.putArray(SERVERS).addObject().put("url", url.toString().replaceAll("/$", ""));
  }

  private static ObjectNode read() {
    try (InputStream stream = OpenApi.class.getResourceAsStream(DOCUMENT)) {
      return (ObjectNode) JSON.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

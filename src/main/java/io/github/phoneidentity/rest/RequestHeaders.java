package io.github.phoneidentity.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;

/** The headers of a request that say how to read it and how to answer it. */
final class RequestHeaders {

  private RequestHeaders() {}

  /**
   * Demands an Accept-Language that can be read, and no Content-Type but JSON.
   *
   * @throws Problem {@code invalid_request}
   */
  static void requireReadable(KeycloakSession session) {
    try {
      MediaType type = contentType(session);
      if (writes(session) && type != null && !isJson(type)) {
        throw Problem.invalidRequest("notJson");
      }
    } catch (IllegalArgumentException noType) {
      throw Problem.invalidRequest("notJson");
    }
    if (!areLanguagesReadable(session)) {
      throw Problem.invalidRequest("unreadableHeader", HttpHeaders.ACCEPT_LANGUAGE);
    }
  }

  /** Some HTTP clients name a type, that of forms, where they send no body at all. */
  private static boolean writes(KeycloakSession session) {
    String method = session.getContext().getHttpRequest().getHttpMethod();
    String length =
        session.getContext().getRequestHeaders().getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return (HttpMethod.POST.equals(method) || HttpMethod.PUT.equals(method)) && !"0".equals(length);
  }

  /**
   * The request's Content-Type, null for none.
   *
   * @throws IllegalArgumentException if it is no type at all; the answer then goes without
   *     Keycloak's security headers
   */
  static MediaType contentType(KeycloakSession session) {
    try {
      return session.getContext().getRequestHeaders().getMediaType();
    } catch (IllegalArgumentException unreadable) {
      session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
      throw unreadable;
    }
  }

  private static boolean isJson(MediaType type) {
    return type.getType().equalsIgnoreCase("application")
        && type.getSubtype().equalsIgnoreCase("json");
  }

  /** Whether the request's Accept-Language can be read, if it has one. */
  static boolean areLanguagesReadable(KeycloakSession session) {
    try {
      session.getContext().getRequestHeaders().getAcceptableLanguages();
      return true;
    } catch (IllegalArgumentException | WebApplicationException e) {
      return false;
    }
  }
}

package io.github.phoneidentity.rest;

import io.github.phoneidentity.policy.ProviderIds;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.KeycloakSession;

/** The headers of a request with its content type and its languages. */
final class RequestHeaders {

  private RequestHeaders() {}

  /** Of receipts: SMS services have formats of their own. */
  private static final Set<String> RECEIPT_TYPES =
      Set.of(
          MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN, MediaType.APPLICATION_FORM_URLENCODED);

  /**
   * Requires a valid Accept-Language, and no other Content-Type than JSON; for receipts also plain
   * text and forms, in UTF-8.
   *
   * @throws Problem {@code invalid_request} otherwise
   */
  static void requireReadable(KeycloakSession session) {
    try {
      MediaType type = contentType(session);
      if (writes(session)
          && type != null
          && !(isReceipt(session) ? isOfReceipts(type) : isJson(type))) {
        throw Problem.invalidRequest("notJson");
      }
    } catch (IllegalArgumentException noType) {
      throw Problem.invalidRequest("notJson");
    }
    if (!areLanguagesReadable(session)) {
      throw Problem.invalidRequest("unreadableHeader", HttpHeaders.ACCEPT_LANGUAGE);
    }
  }

  private static boolean isReceipt(KeycloakSession session) {
    String receipts = "/" + ProviderIds.PHONE_IDENTITY + "/" + PhoneIdentityResource.RECEIPTS;
    return session.getContext().getUri().getPath().contains(receipts);
  }

  /** The server fails on a form in a charset that it does not know, before it is read here. */
  static boolean isOfReceipts(MediaType type) {
    String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
    return RECEIPT_TYPES.contains(
            (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT))
        && (charset == null || charset.equalsIgnoreCase(StandardCharsets.UTF_8.name()));
  }

  /** Whether there is a body: some HTTP clients send the content type of forms without one. */
  private static boolean writes(KeycloakSession session) {
    String method = session.getContext().getHttpRequest().getHttpMethod();
    String length =
        session.getContext().getRequestHeaders().getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return (HttpMethod.POST.equals(method) || HttpMethod.PUT.equals(method)) && !"0".equals(length);
  }

  /**
   * The request's Content-Type; null if there is none.
   *
   * @throws IllegalArgumentException if it is invalid; the response then has no security headers of
   *     Keycloak
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

  /** Whether the request's Accept-Language is valid or missing. */
  static boolean areLanguagesReadable(KeycloakSession session) {
    try {
      session.getContext().getRequestHeaders().getAcceptableLanguages();
      return true;
    } catch (IllegalArgumentException | WebApplicationException e) {
      return false;
    }
  }
}

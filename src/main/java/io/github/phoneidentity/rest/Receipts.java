package io.github.phoneidentity.rest;

import io.github.phoneidentity.verification.ReceiptResult;
import io.github.phoneidentity.verification.VerificationCodes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.http.HttpRequest;

/**
 * {@code POST /receipts/{gateway}}: an SMS service reports what became of a text. The caller is no
 * app: it is known by its signature alone, and its format is its own.
 */
final class Receipts {

  /** The maximum size of a body in bytes. A service may report many texts. */
  private static final int MAX_SIZE = 64 * 1024;

  /**
   * The answer. Keycloak requires a body unless the status is 204, which SOLAPI takes for a
   * failure.
   */
  record Taken(boolean received) {}

  private final ApiRequest request;

  Receipts(ApiRequest request) {
    this.request = request;
  }

  /** The answer is the same whether or not there is such a text. */
  ApiResponse take(String gateway) {
    boolean isForm = isForm();
    ReceiptResult result =
        request
            .session()
            .getProvider(VerificationCodes.class)
            .receipts()
            .take(
                gateway,
                query(),
                this::header,
                isForm ? form() : Map.of(),
                isForm ? "" : request.text(MAX_SIZE));
    return switch (result) {
      case TAKEN -> new ApiResponse(200, new Taken(true));
      case NOT_SIGNED -> throw Problem.of(ErrorCode.NOT_ALLOWED, "api.receiptNotSigned");
      case MALFORMED -> throw Problem.invalidRequest("receiptMalformed");
      case UNKNOWN_GATEWAY -> throw Problem.of(ErrorCode.NOT_FOUND, "api.notFound");
    };
  }

  /** The raw query; null for none. A query that is no part of a URI was not sent by a service. */
  private String query() {
    try {
      return request.session().getContext().getUri().getRequestUri().getRawQuery();
    } catch (RuntimeException unreadable) {
      throw Problem.invalidRequest("receiptMalformed");
    }
  }

  private Optional<String> header(String name) {
    HttpHeaders headers = request.session().getContext().getRequestHeaders();
    return Optional.ofNullable(headers.getHeaderString(name));
  }

  private boolean isForm() {
    MediaType type = request.session().getContext().getRequestHeaders().getMediaType();
    return type != null && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type);
  }

  /** The server has read a form before, within its own limits; one that is sent in chunks too. */
  private Map<String, List<String>> form() {
    HttpRequest http = request.session().getContext().getHttpRequest();
    Map<String, List<String>> form = http.getDecodedFormParameters();
    int declared = request.session().getContext().getRequestHeaders().getLength();
    if (declared > MAX_SIZE || length(form) > MAX_SIZE) {
      throw Problem.invalidRequest("tooLarge", MAX_SIZE / 1024);
    }
    return form;
  }

  /** The length of the names and values, in characters; a form is not shorter than them. */
  static long length(Map<String, List<String>> form) {
    return form.entrySet().stream()
        .flatMap(
            field ->
                field.getValue().stream().map(value -> field.getKey().length() + value.length()))
        .mapToLong(Integer::longValue)
        .sum();
  }
}

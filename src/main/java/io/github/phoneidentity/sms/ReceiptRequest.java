package io.github.phoneidentity.sms;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to {@code POST /realms/{realm}/phone-identity/receipts/{gateway}}, which anybody can
 * send.
 *
 * @param url the realm's public URL for this gateway, with the query of the request
 * @param headers gives the value of a header, whatever the case of its name
 * @param form the decoded fields of a form; empty for any other body
 * @param body the text of any other body, which was valid UTF-8; empty for a form
 */
public record ReceiptRequest(
    URI url,
    Function<String, Optional<String>> headers,
    Map<String, List<String>> form,
    String body) {

  public ReceiptRequest {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(headers, "headers");
    form = Map.copyOf(form);
    Objects.requireNonNull(body, "body");
  }

  /** The value of a header; empty if it is missing. */
  public Optional<String> header(String name) {
    return headers.apply(name);
  }

  /** The only value of a field of the form; empty if it is missing or there are several. */
  public Optional<String> field(String name) {
    List<String> values = form.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  /** Leaves the fields and the body out, which may contain a number. */
  @Override
  public String toString() {
    return "ReceiptRequest[url=" + url + "]";
  }
}

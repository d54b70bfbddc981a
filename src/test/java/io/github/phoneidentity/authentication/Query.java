package io.github.phoneidentity.authentication;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The parameters of an address, to tamper with. */
final class Query {

  private Query() {}

  /** All of them, decoded. */
  static Map<String, String> of(URI address) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (address.getRawQuery() != null) {
      for (String pair : address.getRawQuery().split("&")) {
        String[] parts = pair.split("=", 2);
        parameters.put(
            parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  /** The same address with these parameters added or in place of its own. */
  static URI with(URI address, Map<String, String> changes) {
    Map<String, String> parameters = of(address);
    parameters.putAll(changes);
    String query =
        parameters.entrySet().stream()
            .map(
                parameter ->
                    parameter.getKey()
                        + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return URI.create(address.toString().split("\\?", 2)[0] + "?" + query);
  }
}

package io.github.phoneidentity.verification;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The public URL of a realm's receipts, {@code /realms/{realm}/phone-identity/receipts/}, to which
 * the id of a gateway is appended. A service signs its requests with the URL that it was given.
 */
final class ReceiptUrl {

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://.+");

  private ReceiptUrl() {}

  /**
   * The URL as a service gets it. Texts are sent on any node and without a request, so that it must
   * be configured, by the realm's frontend URL or the server option {@code hostname}: with a host
   * alone it is an {@code https} URL.
   */
  static Optional<URI> configured(RealmModel realm) {
    String hostname = Config.scope("hostname", "v2").get("hostname");
    String path =
        ConfigProvider.getConfig()
            .getOptionalValue("kc.http-relative-path", String.class)
            .orElse("/");
    return configured(realm.getAttribute("frontendUrl"), hostname, path)
        .map(base -> of(base, realm));
  }

  /**
   * The URL of the server.
   *
   * @param frontendUrl the realm's attribute; null or blank for none
   * @param hostname the server option; null or blank for none
   * @param path the path of a server whose hostname is no URL
   */
  static Optional<URI> configured(
      @Nullable String frontendUrl, @Nullable String hostname, String path) {
    return Optional.ofNullable(frontendUrl)
        .filter(url -> ABSOLUTE.matcher(url).matches())
        .or(
            () ->
                Optional.ofNullable(hostname)
                    .filter(host -> !host.isBlank())
                    .map(
                        host -> ABSOLUTE.matcher(host).matches() ? host : "https://" + host + path))
        .flatMap(ReceiptUrl::uri);
  }

  /**
   * The URL as the request of a service came in.
   *
   * @param query the raw query; null for none
   */
  static URI requested(KeycloakSession session, String gateway, @Nullable String query) {
    URI receipts = of(session.getContext().getUri().getBaseUri(), session.getContext().getRealm());
    return URI.create(receipts + encoded(gateway) + (query == null ? "" : "?" + query));
  }

  private static URI of(URI base, RealmModel realm) {
    String directory = base.toString().endsWith("/") ? "" : "/";
    return URI.create(
        base + directory + "realms/" + encoded(realm.getName()) + "/phone-identity/receipts/");
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Keycloak does not use a URL that it cannot read either. */
  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text.strip())).filter(url -> url.getHost() != null);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}

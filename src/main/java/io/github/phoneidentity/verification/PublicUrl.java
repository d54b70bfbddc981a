package io.github.phoneidentity.verification;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.RealmModel;

/**
 * The public URL of the server as it is configured. What a request says of it can be forged, and
 * texts are also sent without one.
 */
final class PublicUrl {

  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://.+");

  private PublicUrl() {}

  /**
   * The realm's frontend URL or that of the server option {@code hostname}: with a host alone it is
   * an {@code https} URL. Empty if neither is configured.
   */
  static Optional<URI> configured(RealmModel realm) {
    String hostname = Config.scope("hostname", "v2").get("hostname");
    String path =
        ConfigProvider.getConfig()
            .getOptionalValue("kc.http-relative-path", String.class)
            .orElse("/");
    return configured(realm.getAttribute("frontendUrl"), hostname, path);
  }

  /**
   * The configured URL.
   *
   * @param frontendUrl the realm's attribute; null or blank for none. Keycloak does not use one
   *     that is no absolute URL either
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
        .flatMap(PublicUrl::uri);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(URI.create(text.strip())).filter(url -> url.getHost() != null);
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}

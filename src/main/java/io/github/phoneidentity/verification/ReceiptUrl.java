package io.github.phoneidentity.verification;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The public URL of a realm's receipts, {@code /realms/{realm}/phone-identity/receipts/}, to which
 * the id of a gateway is appended. A service signs its requests with the URL that it was given.
 */
final class ReceiptUrl {

  private ReceiptUrl() {}

  /**
   * The URL as a service gets it. Texts are sent on any node and without a request, so that it must
   * be configured.
   */
  static Optional<URI> configured(RealmModel realm) {
    return PublicUrl.configured(realm).map(base -> of(base, realm));
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
}

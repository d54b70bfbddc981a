package io.github.phoneidentity.verification;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.UriUtils;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;

/**
 * What the last line of a text binds its code to, so that only this site or app fills it in.
 *
 * @param host the host of the page that expects the code; empty if it is not known for certain. A
 *     value that is too long becomes empty, because a request header can hold anything
 * @param appHash the hash by which Android's SMS Retriever hands the text to an app: 11 characters
 *     of Base64; null if there is none
 * @see <a href="https://wicg.github.io/sms-one-time-codes">Origin-bound one-time codes</a>
 */
public record TextOrigin(String host, @Nullable String appHash) {

  /** The client attribute with the origin of an app that asks for codes on its own pages. */
  public static final String ORIGIN_ATTRIBUTE = "phone-identity.sms-origin";

  /** The client attribute with the hash of an Android app. */
  public static final String APP_HASH_ATTRIBUTE = "phone-identity.android-app-hash";

  private static final Logger LOG = Logger.getLogger(TextOrigin.class);
  private static final FirstTime FIRST_TIME = new FirstTime();

  /** RFC 1035, section 2.3.4. */
  private static final int LONGEST_HOST = 253;

  /** Loopback and private addresses, and names without a dot: no public site can have them. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "[^.:]+|\\[::1]|(127|10|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))(\\.[0-9]{1,3}){1,3}");

  private static final Pattern APP_HASH = Pattern.compile("[A-Za-z0-9+/]{11}");

  public TextOrigin {
    host = host.length() > LONGEST_HOST ? "" : host;
  }

  /**
   * The origin of the page or app that asks for the code. It is this server's, unless the client
   * itself asks, by the REST API or a grant, and declares another one.
   */
  public static TextOrigin of(KeycloakSession session, ClientModel client, Binding binding) {
    if (binding.isPage()) {
      return ofServer(session);
    }
    String appHash = appHash(client);
    return declaredHost(session, client)
        .map(host -> new TextOrigin(host, appHash))
        // An Android app does not get a text that names another site only.
        .orElseGet(() -> new TextOrigin(appHash == null ? host(session) : "", appHash));
  }

  /** The origin of this server's own pages. */
  static TextOrigin ofServer(KeycloakSession session) {
    return new TextOrigin(host(session), null);
  }

  /** The last line with this code, after a line break; empty if the text has none. */
  String lastLine(String code) {
    // The format ignores what follows the code, and Android expects the hash at the end.
    String hash = appHash == null ? "" : appHash;
    if (host.isEmpty()) {
      return hash.isEmpty() ? "" : "\n" + hash;
    }
    return "\n@" + host + " #" + code + (hash.isEmpty() ? "" : " " + hash);
  }

  /**
   * The public host of this server. It must be configured by the server option {@code hostname} or
   * the realm's frontend URL: the host of a request can be forged, and the code would be filled in
   * on an attacker's site.
   *
   * @return the host; empty if none is configured and that of the request is not local
   */
  private static String host(KeycloakSession session) {
    return host(
        PublicUrl.configured(session.getContext().getRealm()),
        session.getContext().getUri().getBaseUri().getHost());
  }

  /**
   * The host of the configured URL.
   *
   * @param requested the host of the request; null if its URL has none
   * @return that of the request if none is configured and it is local; otherwise empty
   */
  static String host(Optional<URI> configured, @Nullable String requested) {
    return configured
        .map(URI::getHost)
        .orElseGet(() -> requested != null && isLocal(requested) ? requested : "");
  }

  static boolean isLocal(String host) {
    return LOCAL.matcher(host).matches();
  }

  private static Optional<String> declaredHost(KeycloakSession session, ClientModel client) {
    String declared = client.getAttribute(ORIGIN_ATTRIBUTE);
    if (declared == null || declared.isBlank()) {
      return Optional.empty();
    }
    Optional<String> host =
        declaredHost(declared.strip(), WebOriginsUtils.resolveValidWebOrigins(session, client));
    if (host.isEmpty()) {
      warn(
          client,
          ORIGIN_ATTRIBUTE,
          declared,
          "it is no https origin among the client's web origins");
    }
    return host;
  }

  /**
   * The host of a declared origin.
   *
   * @param webOrigins the origins of the client; {@code *} stands for any
   * @return empty unless it is one of these, with scheme https or a local host
   */
  static Optional<String> declaredHost(String declared, Set<String> webOrigins) {
    try {
      URI uri = new URI(declared.toLowerCase(Locale.ROOT));
      String host = uri.getHost();
      boolean secure = "https".equals(uri.getScheme());
      boolean allowed =
          webOrigins.contains("*")
              || webOrigins.stream().anyMatch(it -> it.equalsIgnoreCase(declared));
      return host != null
              && (secure || ("http".equals(uri.getScheme()) && isLocal(host)))
              && UriUtils.getOrigin(uri).equals(uri.toString())
              && allowed
          ? Optional.of(host)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static @Nullable String appHash(ClientModel client) {
    String declared = client.getAttribute(APP_HASH_ATTRIBUTE);
    if (declared == null || declared.isBlank()) {
      return null;
    }
    String hash = declared.strip();
    if (APP_HASH.matcher(hash).matches()) {
      return hash;
    }
    warn(client, APP_HASH_ATTRIBUTE, declared, "it has not 11 characters of Base64");
    return null;
  }

  /** Logs once for a value: texts are many, and what is wrong is the client. */
  private static void warn(ClientModel client, String attribute, String value, String reason) {
    // The hash of the value, because an attribute can be long.
    if (FIRST_TIME.of(client.getId(), attribute, Integer.toHexString(value.hashCode()))) {
      LOG.warnf(
          "Client %s: attribute %s is not used, because %s",
          client.getClientId(), attribute, reason);
    }
  }
}

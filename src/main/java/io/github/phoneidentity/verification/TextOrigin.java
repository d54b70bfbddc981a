package io.github.phoneidentity.verification;

import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/**
 * The host that a text is bound to: a browser fills in the code on this host only.
 *
 * @see <a href="https://wicg.github.io/sms-one-time-codes">Origin-bound one-time codes</a>
 */
public final class TextOrigin {

  /** Loopback and private addresses, and names without a dot: no public site can have them. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "[^.:]+|\\[::1]|(127|10|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))(\\.[0-9]{1,3}){1,3}");

  private TextOrigin() {}

  /**
   * The public host of this server. It must be configured by the server option {@code hostname} or
   * the realm's frontend URL: the host of a request can be forged, and the code would be filled in
   * on an attacker's site.
   *
   * @return the host; empty if none is configured and that of the request is not local: the text
   *     then has no last line
   */
  public static String host(KeycloakSession session) {
    String host = session.getContext().getUri().getBaseUri().getHost();
    String frontend = session.getContext().getRealm().getAttribute("frontendUrl");
    boolean declared =
        Config.scope("hostname", "v2").get("hostname") != null
            || (frontend != null && !frontend.isBlank());
    return host != null && (declared || isLocal(host)) ? host : "";
  }

  static boolean isLocal(String host) {
    return LOCAL.matcher(host).matches();
  }
}

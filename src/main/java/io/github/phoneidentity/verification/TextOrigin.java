package io.github.phoneidentity.verification;

import java.util.regex.Pattern;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;

/**
 * The host that a text is bound to: a browser fills the code in on this host only.
 *
 * @see <a href="https://wicg.github.io/sms-one-time-codes">Origin-bound one-time codes</a>
 */
public final class TextOrigin {

  /** Loopback and private addresses, and names without a dot: they are nobody's site. */
  private static final Pattern LOCAL =
      Pattern.compile(
          "[^.:]+|\\[::1]|(127|10|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))(\\.[0-9]{1,3}){1,3}");

  private TextOrigin() {}

  /**
   * The host of this server as its users see it. It must be declared, by server option {@code
   * hostname} or the realm's frontend URL: what stands in the request alone may be forged, and the
   * code would be offered on a stranger's site.
   *
   * @return empty, and the text goes without its last line, if no host is declared and that of the
   *     request is not local
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

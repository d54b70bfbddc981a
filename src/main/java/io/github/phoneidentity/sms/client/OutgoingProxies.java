package io.github.phoneidentity.sms.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.connections.httpclient.ProxyMappings;
import org.keycloak.connections.httpclient.ProxyMappings.ProxyMapping;

/**
 * The proxies of outgoing requests, chosen as Keycloak's own HTTP client does: by its option {@code
 * proxy-mappings}, else by the environment variables {@code HTTPS_PROXY} or {@code HTTP_PROXY}, and
 * {@code NO_PROXY}. Without any of them the system properties of the JVM apply, such as {@code
 * https.proxyHost}.
 *
 * @see <a href="https://www.keycloak.org/server/outgoinghttp">Configuring outgoing HTTP
 *     requests</a>
 */
public final class OutgoingProxies {

  /** No proxy for any host. */
  public static final OutgoingProxies NONE =
      new OutgoingProxies(host -> Optional.empty(), HttpClient.Builder.NO_PROXY);

  private static final String OPTION = "spi-connections-http-client--default--proxy-mappings";
  private static final int DEFAULT_PORT = 80;

  /** The authentication schemes that the JDK does not use for a tunnel; by default Basic. */
  private static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  private final Function<String, Optional<ProxyMapping>> mappings;
  private final ProxySelector selector;

  private OutgoingProxies(
      Function<String, Optional<ProxyMapping>> mappings, ProxySelector selector) {
    this.mappings = mappings;
    this.selector = selector;
  }

  private OutgoingProxies(ProxyMappings mappings) {
    this.mappings = host -> Optional.of(mappings.getProxyFor(host));
    this.selector = new Selector();
  }

  /** Those of this server. */
  public static OutgoingProxies ofServer() {
    return of(
        Config.scope("connectionsHttpClient", "default").getArray("proxy-mappings"),
        System::getenv);
  }

  /**
   * @param mappings the value of {@code proxy-mappings}; null or empty if it is not set
   * @param environment returns the value of an environment variable; null if it is not set
   * @throws IllegalArgumentException if a value cannot be read; the message does not contain it
   */
  static OutgoingProxies of(
      String @Nullable [] mappings, UnaryOperator<@Nullable String> environment) {
    String fixed =
        variable(environment, "HTTPS_PROXY")
            .or(() -> variable(environment, "HTTP_PROXY"))
            .orElse("");
    String[] set = mappings == null ? new String[0] : mappings;
    ProxyMappings proxies;
    try {
      proxies =
          set.length > 0
              ? ProxyMappings.valueOf(set)
              : ProxyMappings.withFixedProxyMapping(
                  fixed, variable(environment, "NO_PROXY").orElse(""));
    } catch (RuntimeException e) {
      // Without its cause, which may contain a password.
      throw new IllegalArgumentException(
          (set.length > 0 ? OPTION : "HTTPS_PROXY or HTTP_PROXY") + " cannot be read");
    }
    // Keycloak returns null for none.
    if (proxies == null || proxies.isEmpty()) {
      return new OutgoingProxies(host -> Optional.empty(), ProxySelector.getDefault());
    }
    if (Stream.concat(Arrays.stream(set), Stream.of(fixed))
        .anyMatch(proxy -> proxy.contains("@"))) {
      allowBasicAuthentication();
    }
    return new OutgoingProxies(proxies);
  }

  /**
   * Lets the JDK's client send credentials to a proxy through which it tunnels to an https service.
   * The JDK reads the property once, when its first client is built. A value that is set stays.
   */
  private static void allowBasicAuthentication() {
    if (System.getProperty(DISABLED_SCHEMES) == null) {
      System.setProperty(DISABLED_SCHEMES, "");
    }
  }

  /** The selector for the JDK's client. */
  ProxySelector selector() {
    return selector;
  }

  /** Whether requests for this URI go to a proxy. */
  boolean applyTo(URI uri) {
    return selector.select(uri).stream().anyMatch(proxy -> proxy.type() == Proxy.Type.HTTP);
  }

  /** Whether the JDK's client can use the proxy for this URI, which it reaches by http only. */
  boolean canReach(URI uri) {
    return mapping(uri)
        .map(ProxyMapping::getProxyHost)
        .map(HttpHost::getSchemeName)
        .map("http"::equalsIgnoreCase)
        .orElse(true);
  }

  /** The value of {@code Proxy-Authorization} for this URI; empty if its proxy asks for none. */
  Optional<String> authorization(URI uri) {
    return mapping(uri)
        .map(ProxyMapping::getProxyCredentials)
        .map(known -> known.getUserName() + ":" + known.getPassword())
        .map(known -> known.getBytes(StandardCharsets.UTF_8))
        .map(known -> "Basic " + Base64.getEncoder().encodeToString(known));
  }

  private Optional<ProxyMapping> mapping(URI uri) {
    return mappings.apply(uri.getHost());
  }

  private static Optional<String> variable(
      UnaryOperator<@Nullable String> environment, String name) {
    return Stream.of(name.toLowerCase(Locale.ROOT), name)
        .map(environment)
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }

  private final class Selector extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(
          mapping(uri).map(ProxyMapping::getProxyHost).map(Selector::proxy).orElse(Proxy.NO_PROXY));
    }

    private static Proxy proxy(HttpHost host) {
      int port = host.getPort() < 0 ? DEFAULT_PORT : host.getPort();
      return new Proxy(
          Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host.getHostName(), port));
    }

    /** The exchange reports it. */
    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
  }
}

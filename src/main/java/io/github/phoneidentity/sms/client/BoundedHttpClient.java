package io.github.phoneidentity.sms.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 client for gateways. It follows no redirects, limits the size of a response and the
 * duration of an exchange, uses the server's proxies and truststore, and knows whether a request
 * without a response was handed over. A gateway factory has one client, which reuses connections.
 */
public final class BoundedHttpClient {

  private static final Logger LOG = Logger.getLogger(BoundedHttpClient.class);

  private final Duration connectTimeout;
  private final Duration timeout;
  private final int mostRead;
  private final OutgoingProxies proxies;
  private final HttpClient client;

  /**
   * A client that uses the server's proxies.
   *
   * @param connectTimeout the timeout of the connection alone
   * @param timeout the timeout of the whole exchange, from the connection to the last byte that is
   *     read
   * @param mostRead the maximum of bytes that are read of a response; the connection of a longer
   *     one is closed
   */
  public BoundedHttpClient(Duration connectTimeout, Duration timeout, int mostRead) {
    this(connectTimeout, timeout, mostRead, OutgoingProxies.ofServer());
  }

  /** The same with other proxies, or none. */
  public BoundedHttpClient(
      Duration connectTimeout, Duration timeout, int mostRead, OutgoingProxies proxies) {
    this.connectTimeout = connectTimeout;
    this.timeout = timeout;
    this.mostRead = mostRead;
    this.proxies = proxies;
    this.client = client();
  }

  /**
   * Sends one request and waits for the response.
   *
   * @param request the request without its method
   * @param method the HTTP method
   * @param body the body; null for none
   */
  public HttpOutcome exchange(HttpRequest.Builder request, String method, byte @Nullable [] body) {
    URI uri = request.copy().build().uri();
    if (!proxies.canReach(uri)) {
      LOG.warnf("%s is not called: proxies that speak https are not supported", uri.getHost());
      return HttpOutcome.Unanswered.NOT_HANDED_OVER;
    }
    // The JDK sends it to the proxy alone.
    proxies.authorization(uri).ifPresent(value -> request.setHeader("Proxy-Authorization", value));
    HttpOutcome outcome = attempt(request, method, body);
    if (proxies.applyTo(uri) && isProxyAuthenticationRequired(outcome)) {
      LOG.warnf("%s is not reached: its proxy refuses the server's credentials", uri.getHost());
      return HttpOutcome.Unanswered.NOT_HANDED_OVER;
    }
    return outcome;
  }

  private static boolean isProxyAuthenticationRequired(HttpOutcome outcome) {
    return outcome instanceof HttpOutcome.Answered answered
        && answered.status() == HttpURLConnection.HTTP_PROXY_AUTH;
  }

  private HttpOutcome attempt(HttpRequest.Builder request, String method, byte @Nullable [] body) {
    TransmissionGuard guard = new TransmissionGuard(body);
    ResponseHead head = new ResponseHead(mostRead);
    CompletableFuture<HttpResponse<Void>> response =
        clientFor(method).sendAsync(request.method(method, guard.publisher()).build(), head);
    try {
      int status = response.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      // The JDK does not show the body handler the 407 of a proxy that opens no tunnel.
      return head.read().orElseGet(() -> new HttpOutcome.Answered(status, ""));
    } catch (TimeoutException e) {
      return unanswered(guard, head, e);
    } catch (ExecutionException e) {
      return unanswered(guard, head, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(guard, head, e);
    } finally {
      response.cancel(true);
    }
  }

  private static HttpOutcome unanswered(
      TransmissionGuard guard, ResponseHead head, @Nullable Throwable cause) {
    // The order matters: after it is refused the body cannot be sent any more, whatever the
    // exchange still does.
    boolean notHandedOver = guard.prevent() || neverConnected(cause);
    return head.read()
        .orElse(
            notHandedOver
                ? HttpOutcome.Unanswered.NOT_HANDED_OVER
                : HttpOutcome.Unanswered.IN_DOUBT);
  }

  private static boolean neverConnected(@Nullable Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof HttpConnectTimeoutException
          || t instanceof SSLHandshakeException
          || isRefusedTunnel(t)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The JDK has no type for a proxy that opens no tunnel. Only its own message begins like this.
   */
  private static boolean isRefusedTunnel(Throwable cause) {
    return cause instanceof IOException
        && cause.getMessage() != null
        && cause.getMessage().startsWith("Tunnel failed, got: ");
  }

  /**
   * Creates a client for each GET, because the JDK's client repeats a GET without notice if its
   * reused connection breaks.
   */
  private HttpClient clientFor(String method) {
    return method.equals("GET") ? client() : client;
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .proxy(proxies.selector())
        .build();
  }
}

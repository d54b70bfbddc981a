package io.github.phoneidentity.sms.http;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * An HTTP/1.1 client for gateways: it follows no redirect, reads little, never takes longer than it
 * may, and knows whether a request that got no answer was handed over. One per gateway factory; its
 * connections are reused.
 */
public final class BoundedHttpClient {

  /** The bytes of an answer that are read; the connection of a longer one is closed. */
  public static final int MOST_READ = 1024;

  private final Duration connectTimeout;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param connectTimeout for the connection alone
   * @param timeout for the whole exchange, from the connection to the last byte that is read
   */
  public BoundedHttpClient(Duration connectTimeout, Duration timeout) {
    this.connectTimeout = connectTimeout;
    this.timeout = timeout;
    this.client = client();
  }

  /**
   * Sends one request and waits for the answer.
   *
   * @param request the request without its method
   * @param body the body; null sends none
   */
  public HttpOutcome exchange(HttpRequest.Builder request, String method, byte[] body) {
    TransmissionGuard handover = new TransmissionGuard(body);
    ResponseHead answer = new ResponseHead();
    CompletableFuture<?> response =
        clientFor(method).sendAsync(request.method(method, handover.publisher()).build(), answer);
    try {
      response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return answer.read().orElse(HttpOutcome.Unanswered.IN_DOUBT);
    } catch (TimeoutException e) {
      return unanswered(handover, answer, e);
    } catch (ExecutionException e) {
      return unanswered(handover, answer, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(handover, answer, e);
    } finally {
      response.cancel(true);
    }
  }

  private static HttpOutcome unanswered(
      TransmissionGuard handover, ResponseHead answer, Throwable cause) {
    // In this order: once refused, the body cannot go out any more, whatever the exchange still
    // does.
    boolean notHandedOver = handover.refuse() || neverConnected(cause);
    return answer
        .read()
        .orElse(
            notHandedOver
                ? HttpOutcome.Unanswered.NOT_HANDED_OVER
                : HttpOutcome.Unanswered.IN_DOUBT);
  }

  private static boolean neverConnected(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof HttpConnectTimeoutException
          || t instanceof SSLHandshakeException) {
        return true;
      }
    }
    return false;
  }

  /**
   * The JDK's client silently repeats a GET whose reused connection breaks, so a GET gets a
   * connection of its own.
   */
  private HttpClient clientFor(String method) {
    return method.equals("GET") ? client() : client;
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .build();
  }
}

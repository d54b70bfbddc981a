package io.github.phoneidentity.sms.twilio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature by which <a href="https://www.twilio.com/docs/usage/security">Twilio signs its
 * requests</a>: HMAC-SHA-1 under the account's auth token over the URL and the fields of the form,
 * sorted by name, without anything between them.
 */
record TwilioSignature(String authToken) {

  static final String HEADER = "X-Twilio-Signature";

  private static final String ALGORITHM = "HmacSHA1";
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;

  /**
   * Compares in constant time. Twilio signs some URLs with the port of their scheme and others
   * without any, so that both are accepted, as by Twilio's own libraries.
   */
  boolean isOf(String signature, URI url, Map<String, List<String>> form) {
    boolean isWithPort = isSame(signature, of(withPort(url), form));
    boolean isWithoutPort = isSame(signature, of(withoutPort(url), form));
    return isWithPort || isWithoutPort;
  }

  /** The value of {@value #HEADER}. */
  String of(String url, Map<String, List<String>> form) {
    StringBuilder signed = new StringBuilder(url);
    new TreeMap<>(form)
        .forEach(
            (name, values) ->
                new TreeSet<>(values).forEach(value -> signed.append(name).append(value)));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA1", e);
    }
  }

  private static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String withPort(URI url) {
    int ofScheme = "https".equals(url.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    return from(url, url.getHost() + ":" + (url.getPort() < 0 ? ofScheme : url.getPort()));
  }

  private static String withoutPort(URI url) {
    return from(url, url.getHost());
  }

  private static String from(URI url, String authority) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return url.getScheme() + "://" + authority + url.getRawPath() + query;
  }

  /** Leaves the secret out. */
  @Override
  public String toString() {
    return "TwilioSignature";
  }
}

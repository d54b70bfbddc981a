package io.github.phoneidentity.sms.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** A body of type {@code application/x-www-form-urlencoded}, in UTF-8. */
public final class Form {

  /** Its content type. */
  public static final String CONTENT_TYPE = "application/x-www-form-urlencoded";

  private final StringJoiner fields = new StringJoiner("&");

  /** Adds a field. */
  public Form add(String name, String value) {
    fields.add(encoded(name) + "=" + encoded(value));
    return this;
  }

  /** The body. */
  public byte[] bytes() {
    return fields.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The value of a field as it stands in a body. */
  public static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}

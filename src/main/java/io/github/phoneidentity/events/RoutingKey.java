package io.github.phoneidentity.events;

import java.nio.charset.StandardCharsets;

/**
 * The routing key of an event: the realm's name and the event's type. The words of a routing key
 * are separated by dots, and {@code *} and {@code #} are wildcards of bindings, so that these
 * characters are encoded in names.
 */
public final class RoutingKey {

  /** The maximum length of a short string (AMQP 0-9-1, section 4.2.5.3). */
  private static final int MAX_BYTES = 255;

  private RoutingKey() {}

  /**
   * The key of an event.
   *
   * @param realmName the realm's name, whose special characters are percent-encoded
   * @param realmId used instead of a name that is too long
   * @return at most 255 bytes in UTF-8
   */
  public static String of(String realmName, String realmId, UserEventType type) {
    String end = "." + type.qualified();
    String key = encoded(realmName) + end;
    return key.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES ? key : realmId + end;
  }

  private static String encoded(String name) {
    return name.replace("%", "%25").replace(".", "%2E").replace("*", "%2A").replace("#", "%23");
  }
}

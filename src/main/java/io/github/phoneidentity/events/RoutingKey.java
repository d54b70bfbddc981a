package io.github.phoneidentity.events;

import java.nio.charset.StandardCharsets;

/**
 * The routing key of an event: the realm's name and the event's type. Words of a topic are parted
 * by dots, and {@code *} and {@code #} stand for words in bindings, so that none of them may come
 * from a name.
 */
public final class RoutingKey {

  /** AMQP 0-9-1, section 4.2.5.3: a short string has at most so many bytes. */
  private static final int MOST_BYTES = 255;

  private RoutingKey() {}

  /**
   * The key of an event.
   *
   * @param realmName stands percent-encoded where it has a special character
   * @param realmId stands for a name that is too long
   * @return at most 255 bytes in UTF-8
   */
  public static String of(String realmName, String realmId, UserEventType type) {
    String end = "." + type.qualified();
    String key = encoded(realmName) + end;
    return key.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES ? key : realmId + end;
  }

  private static String encoded(String name) {
    return name.replace("%", "%25").replace(".", "%2E").replace("*", "%2A").replace("#", "%23");
  }
}

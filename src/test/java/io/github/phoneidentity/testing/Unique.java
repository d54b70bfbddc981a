package io.github.phoneidentity.testing;

import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Names and numbers that no other test uses. */
public final class Unique {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int NUMBERS = 10_000_000;
  private static final AtomicInteger NEXT_NUMBER = new AtomicInteger(RANDOM.nextInt(NUMBERS));
  private static final Set<String> PHONES = ConcurrentHashMap.newKeySet();

  private Unique() {}

  /** Letters a–z, as many as asked for. */
  public static String letters(int count) {
    return RANDOM
        .ints(count, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A Korean mobile number in E.164, such as {@code +821023456789}. */
  public static String phone() {
    String phone =
        "+82102" + String.format("%07d", Math.floorMod(NEXT_NUMBER.getAndIncrement(), NUMBERS));
    PHONES.add(phone);
    return phone;
  }

  /**
   * A number for somebody who makes it a username or nickname, which Keycloak's events and logs may
   * tell; a random one.
   */
  public static String phoneAsName() {
    return "+82103" + String.format("%07d", RANDOM.nextInt(NUMBERS));
  }

  /** All that {@link #phone} has given. */
  static Set<String> phones() {
    return Set.copyOf(PHONES);
  }

  /** The same number as people write it at home: {@code 010-2345-6789}. */
  public static String national(String korean) {
    String digits = korean.substring("+82".length());
    return "0" + digits.substring(0, 2) + "-" + digits.substring(2, 6) + "-" + digits.substring(6);
  }

  /** A client address that no other caller has; private, so that Keycloak asks for no HTTPS. */
  public static String address() {
    return "10." + RANDOM.nextInt(256) + "." + RANDOM.nextInt(256) + "." + RANDOM.nextInt(256);
  }
}

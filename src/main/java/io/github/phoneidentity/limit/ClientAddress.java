package io.github.phoneidentity.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns a client's address into the subject of a {@link Limit}. */
public final class ClientAddress {

  /**
   * Only literals are parsed: to resolve a name would block on a name server that the client
   * chooses.
   */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%\\w+)?");

  /** An IPv6 address as proxies write it (RFC 7239 section 6), with an optional port. */
  private static final Pattern BRACKETS = Pattern.compile("^\\[([^]]*)](:\\d+)?$");

  /** The prefix of IPv4 addresses behind a translator: 64:ff9b::/96 (RFC 6052 section 2.1). */
  private static final byte[] TRANSLATED = {
    0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private static final String SUBSCRIBER = "/64";
  private static final int SUBSCRIBER_BYTES = 8;
  private static final String SITE = "/48";
  private static final int SITE_BYTES = 6;

  /** The limit of a /48 network, as a multiple of the limit of a /64 network. */
  private static final int SITE_FACTOR = 10;

  private static final String CLIENT = "client:";

  private ClientAddress() {}

  /** The subject of a confidential client, whose requests serve users behind many addresses. */
  public static String ofClient(String clientId) {
    return CLIENT + clientId;
  }

  /** Whether {@link #ofClient} returned this subject. */
  public static boolean isClient(String subject) {
    return subject.startsWith(CLIENT);
  }

  /**
   * The subject of an address: the address itself for IPv4, also where it is mapped or translated
   * to IPv6; the /64 network for IPv6, because one subscriber is assigned at least that many
   * addresses (RFC 6177).
   *
   * @param address an address literal, as a proxy may write it
   * @return {@code unknown} for null and for anything but an address literal
   */
  public static String subject(@Nullable String address) {
    String literal = address == null ? "" : BRACKETS.matcher(address).replaceFirst("$1");
    if (!LITERAL.matcher(literal).matches()) {
      return "unknown";
    }
    try {
      InetAddress parsed = InetAddress.getByName(literal);
      if (!(parsed instanceof Inet6Address)) {
        return parsed.getHostAddress();
      }
      byte[] bytes = parsed.getAddress();
      return Arrays.equals(Arrays.copyOf(bytes, TRANSLATED.length), TRANSLATED)
          ? text(Arrays.copyOfRange(bytes, TRANSLATED.length, bytes.length))
          : network(bytes, SUBSCRIBER_BYTES) + SUBSCRIBER;
    } catch (UnknownHostException notAnAddress) {
      return "unknown";
    }
  }

  /**
   * The limits of an address: {@code limit} and, for IPv6, ten times as much for the /48 network
   * around it, because one host may be assigned all of it (RFC 6177). The narrower limit comes
   * first.
   *
   * @param limit a limit whose subject {@link #subject} returned
   */
  public static List<Limit> limits(Limit limit) {
    if (!limit.subject().endsWith(SUBSCRIBER)) {
      return List.of(limit);
    }
    try {
      String address = limit.subject().substring(0, limit.subject().length() - SUBSCRIBER.length());
      String site = network(InetAddress.getByName(address).getAddress(), SITE_BYTES) + SITE;
      return List.of(
          limit,
          new Limit(
              limit.realmId(), limit.scope(), site, SITE_FACTOR * limit.max(), limit.window()));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(limit.subject(), e);
    }
  }

  private static String network(byte[] address, int bytes) throws UnknownHostException {
    return text(Arrays.copyOf(Arrays.copyOf(address, bytes), address.length));
  }

  private static String text(byte[] address) throws UnknownHostException {
    return InetAddress.getByAddress(address).getHostAddress();
  }
}

package io.github.phoneidentity.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Turns a client's address into the subject of a {@link Limit}. */
public final class ClientAddress {

  /** Literals only: a name would be looked up, at the pace of somebody's name server. */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%\\w+)?");

  /** How proxies write IPv6 (RFC 7239 section 6), perhaps with a port. */
  private static final Pattern BRACKETS = Pattern.compile("^\\[([^]]*)](:\\d+)?$");

  private static final int NETWORK_PREFIX_BYTES = 8;

  private ClientAddress() {}

  /**
   * The address itself for IPv4; the /64 network for IPv6, because one subscriber is handed at
   * least that many addresses (RFC 6177).
   */
  public static String subject(String address) {
    String literal = address == null ? "" : BRACKETS.matcher(address).replaceFirst("$1");
    if (!LITERAL.matcher(literal).matches()) {
      return "unknown";
    }
    try {
      InetAddress parsed = InetAddress.getByName(literal);
      if (parsed instanceof Inet6Address) {
        byte[] network =
            Arrays.copyOf(Arrays.copyOf(parsed.getAddress(), NETWORK_PREFIX_BYTES), 16);
        return InetAddress.getByAddress(network).getHostAddress() + "/64";
      }
      return parsed.getHostAddress();
    } catch (UnknownHostException notAnAddress) {
      return "unknown";
    }
  }
}

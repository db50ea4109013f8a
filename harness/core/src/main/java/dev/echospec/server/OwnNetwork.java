package dev.echospec.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Tells addresses of this machine and of private networks from those of the Internet. */
final class OwnNetwork {
  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int UNIQUE_LOCAL_MASK = 0xfe;

  private OwnNetwork() {}

  /**
   * Tells whether traffic to an address stays with this machine or in a private network: loopback,
   * an address of a local interface, RFC 1918, link-local, site-local and unique local addresses.
   * Shared address space (100.64.0.0/10) is none of these: its other hosts are other customers.
   *
   * @param address where to connect
   * @return false if it may be anyone's
   */
  static boolean includes(InetAddress address) {
    return address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || isUniqueLocal(address)
        || isOfThisMachine(address);
  }

  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address
        && (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      // Unknown counts as not ours: the user is asked.
      return false;
    }
  }
}

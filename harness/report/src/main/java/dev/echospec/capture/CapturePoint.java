package dev.echospec.capture;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/**
 * Where and which packets are captured.
 *
 * @param device name of the network interface
 * @param filter in the language of libpcap
 */
record CapturePoint(String device, String filter) {
  private static final String ALL_DEVICES = "any";

  /** The name of the loopback interface on Linux, where none can be looked up. */
  private static final String LOOPBACK = "lo";

  /**
   * Returns the point that the packets of a server's connections pass.
   *
   * @param server its address
   * @param mark address of the datagram that is captured, too
   */
  static CapturePoint of(InetSocketAddress server, InetSocketAddress mark) {
    return new CapturePoint(
        isHere(server.getAddress()) ? loopback() : ALL_DEVICES,
        "(tcp and " + of(server) + ") or (udp and " + of(mark) + ")");
  }

  private static String of(InetSocketAddress end) {
    String port = "port " + end.getPort();
    InetAddress address = end.getAddress();
    if (address.isAnyLocalAddress()) {
      return port;
    }
    // The scope of an address is this machine's business, and stands in no packet.
    return port + " and host " + address.getHostAddress().replaceFirst("%.*", "");
  }

  /** Packets to an address of this machine pass the loopback interface. */
  private static boolean isHere(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || address.isAnyLocalAddress()
          || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }

  /** Returns the name of the loopback interface. */
  static String loopback() {
    try {
      NetworkInterface loopback =
          NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
      return loopback == null ? LOOPBACK : loopback.getName();
    } catch (SocketException e) {
      return LOOPBACK;
    }
  }
}

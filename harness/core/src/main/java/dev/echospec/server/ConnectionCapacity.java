package dev.echospec.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many connections this process can have at once. */
final class ConnectionCapacity {
  /** Descriptors for files and sockets other than connections to the server. */
  private static final long RESERVE = 100;

  private static final String PORTS = "sys/net/ipv4/ip_local_port_range";

  private ConnectionCapacity() {}

  /**
   * Returns the smaller of the free descriptors and half of the local ports; the other half may be
   * in TIME_WAIT.
   *
   * @return 1 or more
   */
  static int forConnections() {
    long room = Math.min(descriptors(), ports() / 2);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, room));
  }

  private static long descriptors() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - RESERVE
        : Integer.MAX_VALUE;
  }

  private static long ports() {
    // The ports of other systems are seldom the bottleneck.
    return LinuxProc.kernel(PORTS)
        .map(range -> range.split("\\s+"))
        .map(ends -> Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1)
        .orElse((long) Integer.MAX_VALUE);
  }
}

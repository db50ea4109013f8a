package dev.echospec.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Scanner;

/** How many connections this process can have at once. */
final class ConnectionCapacity {
  /** Descriptors for files and sockets other than connections to the server. */
  private static final long RESERVE = 100;

  private static final Path PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

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
    try {
      Scanner range = new Scanner(Files.readString(PORTS));
      long first = range.nextLong();
      return range.nextLong() - first + 1;
    } catch (IOException | NoSuchElementException e) {
      // Not Linux: the ports of other systems are seldom the bottleneck.
      return Integer.MAX_VALUE;
    }
  }
}

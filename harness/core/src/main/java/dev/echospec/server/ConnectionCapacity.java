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
  /** For what else a process opens. */
  private static final long RESERVE = 100;

  private static final Path PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private ConnectionCapacity() {}

  /**
   * Asks the system: descriptors that are free, and half of the local ports, since others may be in
   * TIME_WAIT.
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
      // Not every system tells, and then there are mostly enough.
      return Integer.MAX_VALUE;
    }
  }
}

package dev.echospec.server.container;

import dev.echospec.server.TcpSocket;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The TCP sockets that listen in a container.
 *
 * @param all in the order in which the kernel lists them
 */
record Listeners(List<Listener> all) {
  /** Of Docker's own name service, which is in every container of a network of one's own. */
  private static final String NAME_SERVICE = "127.0.0.11";

  Listeners {
    all = List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param port from 1
   * @param loopback whether only the container itself can connect to it
   */
  record Listener(int port, boolean loopback) {}

  /** Reads the text of /proc/net/tcp, of tcp6, or of both, as machines with containers print it. */
  static Listeners parse(String text) {
    List<Listener> found = new ArrayList<>();
    for (TcpSocket socket : TcpSocket.parse(text, ByteOrder.LITTLE_ENDIAN)) {
      InetAddress address = socket.local().getAddress();
      if (socket.isListening() && !address.getHostAddress().equals(NAME_SERVICE)) {
        found.add(new Listener(socket.local().getPort(), address.isLoopbackAddress()));
      }
    }
    return new Listeners(found);
  }

  /** Whether somebody listens on a port, but only the container itself can connect to it. */
  boolean isHidden(int port) {
    return all.stream().anyMatch(one -> one.port() == port)
        && all.stream().allMatch(one -> one.port() != port || one.loopback());
  }

  /** Whether somebody listens on a port where others can connect to it. */
  boolean isOpen(int port) {
    return all.stream().anyMatch(one -> one.port() == port && !one.loopback());
  }

  /** Says what listens instead, such as "on port 7"; empty if nothing does. */
  Optional<String> elsewhere() {
    TreeSet<Integer> ports = new TreeSet<>();
    all.forEach(one -> ports.add(one.port()));
    return ports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (ports.size() == 1 ? "on port " : "on the ports ")
                + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  /** The smallest port on which somebody listens for others; empty if there is none. */
  Optional<Integer> firstOpen() {
    return all.stream().filter(one -> !one.loopback()).map(Listener::port).sorted().findFirst();
  }
}

package dev.echospec.container;

import dev.echospec.server.TcpSocket;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The listening TCP sockets of a container.
 *
 * @param all in the kernel's order
 */
record Listeners(List<Listener> all) {
  /** Address of Docker's name service, in every container of a user-defined network. */
  private static final String NAME_SERVICE = "127.0.0.11";

  Listeners {
    all = List.copyOf(all);
  }

  /**
   * One listening socket.
   *
   * @param port from 1 to 65535
   * @param loopback whether only the container itself can connect
   */
  record Listener(int port, boolean loopback) {}

  /** Parses /proc/net/tcp, tcp6, or both, of a little-endian machine. */
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

  /** Returns whether all listeners of a port are on loopback, and there is one. */
  boolean isHidden(int port) {
    return all.stream().anyMatch(one -> one.port() == port)
        && all.stream().allMatch(one -> one.port() != port || one.loopback());
  }

  /** Returns whether a listener of a port accepts clients from outside the container. */
  boolean isOpen(int port) {
    return all.stream().anyMatch(one -> one.port() == port && !one.loopback());
  }

  /** Returns the ports with listeners, such as "on port 7"; empty if there are none. */
  Optional<String> elsewhere() {
    TreeSet<Integer> ports = new TreeSet<>();
    all.forEach(one -> ports.add(one.port()));
    return ports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (ports.size() == 1 ? "on port " : "on the ports ")
                + ports.stream().map(String::valueOf).collect(Collectors.joining(", ")));
  }

  /** Returns the smallest port with a listener for clients from outside; empty without one. */
  Optional<Integer> firstOpen() {
    return all.stream().filter(one -> !one.loopback()).map(Listener::port).sorted().findFirst();
  }
}

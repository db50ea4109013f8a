package dev.echospec.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The port that a command always listens on: whether something else has it, and whether a server
 * that does not set SO_REUSEADDR could bind it.
 *
 * @param number from 1 to 65535
 * @param hosts the addresses of this machine that the server may listen on
 */
record FixedPort(int number, List<String> hosts) {
  /** How long the port's owner may take to answer the question whether it is there. */
  private static final int LOOK_MILLIS = 1000;

  private static final int LOOKS = 3;

  /** Ports below are for privileged processes (Linux). */
  private static final Path UNPRIVILEGED = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

  private static final int USUAL_UNPRIVILEGED = 1024;

  FixedPort {
    hosts = List.copyOf(hosts);
  }

  static boolean isHere(String host) {
    try {
      return NetworkInterface.getByInetAddress(InetAddress.getByName(host)) != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether anything listens on it, found out by connecting to it. */
  boolean isListenedOn() {
    return hosts.stream().anyMatch(host -> isHere(host) && accepts(host));
  }

  private boolean accepts(String host) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, number), LOOK_MILLIS);
      if (socket.getLocalPort() != number) {
        return true;
      }
      // The kernel chose the very port as the client's, and connected the socket to itself.
      socket.setSoLinger(true, 0);
      return false;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      // Something is there that does not accept.
      return true;
    }
  }

  /**
   * Ends what is in TIME_WAIT, and looks what is left. Nothing may listen on the port.
   *
   * @return why a server may be unable to bind the port, such as "port 10000 is still in
   *     TIME_WAIT"; empty if nothing is in its way
   */
  Optional<String> cleared() {
    // On a busy machine the kernel's table may lack an entry that is there: hence more than once.
    for (int i = 0; i < LOOKS; i++) {
      if (isBindable()) {
        return Optional.empty();
      }
      if (!TimeWait.end(number)) {
        return Optional.of("port " + number + " is still in TIME_WAIT");
      }
    }
    if (TcpSocket.all().stream().anyMatch(socket -> socket.isOn(number) && socket.isOrphan())) {
      return Optional.of("port " + number + " still has connections that the kernel is closing");
    }
    return isBindable() || isPrivileged()
        ? Optional.empty()
        : Optional.of("port " + number + " is taken by a socket that does not listen");
  }

  /**
   * Whether a socket without SO_REUSEADDR can have it; it does not listen, so that none connects.
   */
  private boolean isBindable() {
    try (SocketChannel probe = SocketChannel.open()) {
      probe.bind(new InetSocketAddress(number));
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      // Short of descriptors, which says nothing of the port.
      return true;
    }
  }

  /** A probe of this process cannot tell then: the server may have rights that the kit lacks. */
  private boolean isPrivileged() {
    try {
      return number < Integer.parseInt(Files.readString(UNPRIVILEGED).strip());
    } catch (IOException | NumberFormatException e) {
      return number < USUAL_UNPRIVILEGED;
    }
  }
}

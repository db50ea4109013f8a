package dev.echospec.server;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The port of a command that always listens on the same one: whether another process has it, and
 * whether a server that does not set SO_REUSEADDR can bind it.
 *
 * @param number from 1 to 65535
 * @param hosts the addresses of this machine that the server may listen on
 */
record FixedPort(int number, List<String> hosts) {
  /** Bound of the connect that looks for a listener. */
  private static final int LOOK_MILLIS = 1000;

  private static final int LOOKS = 3;
  private static final Duration LINGERING = Duration.ofSeconds(1);
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

  /** Holds the first port that needs no privilege (Linux). */
  private static final String UNPRIVILEGED = "sys/net/ipv4/ip_unprivileged_port_start";

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

  /** Connects to find out whether a process listens on the port. */
  boolean isListenedOn() {
    return hosts.stream().anyMatch(host -> isHere(host) && accepts(host));
  }

  private boolean accepts(String host) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, number), LOOK_MILLIS);
      if (socket.getLocalPort() != number) {
        return true;
      }
      // The kernel chose this port for the client and connected the socket to itself.
      socket.setSoLinger(true, 0);
      return false;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      // A listener that does not accept.
      return true;
    }
  }

  /**
   * Waits until no process listens on the port, one second at most: a socket outlives its process
   * for a moment if another process reads its descriptors just then.
   */
  void awaitEndOfListener() {
    long began = System.nanoTime();
    while (isListenedOn() && System.nanoTime() - began < LINGERING.toNanos()) {
      LockSupport.parkNanos(POLL);
    }
  }

  /** Returns the process that listens on the port; empty if unknown, such as another user's. */
  Optional<Long> listener() {
    Set<String> listening = TcpSocket.listeningOn(number);
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> LinuxProc.of(pid).descriptors().stream().anyMatch(listening::contains))
        .findFirst();
  }

  /**
   * Ends connections in TIME_WAIT and checks whether the port is free then. Nothing may listen on
   * it.
   *
   * @return why a server may be unable to bind the port, such as "port 10000 is still in
   *     TIME_WAIT"; empty if it is free
   */
  Optional<String> cleared() {
    // On a busy machine the kernel's table may miss an entry, so look several times.
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

  /** Binds a socket without SO_REUSEADDR; it does not listen, so that no client reaches it. */
  private boolean isBindable() {
    try (SocketChannel probe = SocketChannel.open()) {
      probe.bind(new InetSocketAddress(number));
      return true;
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      // Out of descriptors: that does not concern the port.
      return true;
    }
  }

  /** The server may have a privilege that the kit lacks; then a bind of the kit proves nothing. */
  private boolean isPrivileged() {
    return number
        < LinuxProc.kernel(UNPRIVILEGED).map(Integer::parseInt).orElse(USUAL_UNPRIVILEGED);
  }
}

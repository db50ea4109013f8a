package dev.echospec.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends connections in TIME_WAIT without special privileges. A server that does not set SO_REUSEADDR
 * cannot bind its port while there is one (60 s on Linux). The same holds for one in FIN_WAIT_2
 * whose other end is gone: Linux loses a reset that comes while the server's process is ending.
 *
 * <p>A SYN from the address and port of the connection's other end is answered with an ACK that
 * fits the old connection; the kernel that sent the SYN resets what it does not know, and Linux
 * drops the entry for that reset while {@code net.ipv4.tcp_rfc1337} is 0 (RFC 1337 calls it TIME-
 * WAIT assassination). The SYN is repeated by itself soon after, and then refused.
 */
final class TimeWait {
  /** Connections to end at once, bounded since each takes a descriptor. */
  private static final int BATCH = 100;

  /** Bound of a batch: longer than the first retransmission of a SYN takes. */
  private static final Duration LIMIT = Duration.ofMillis(1500);

  private static final String RFC1337 = "sys/net/ipv4/tcp_rfc1337";
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  private TimeWait() {}

  /**
   * Ends the connections of a port where the system allows it. Nothing may listen on the port, or
   * the listener gets connections without a byte. Takes about 20 ms a batch, at most {@link
   * #LIMIT}.
   *
   * @param port whose connections are ended
   * @return whether none is left
   */
  static boolean end(int port) {
    List<TcpSocket> left = of(port);
    if (isForbidden()) {
      return left.isEmpty();
    }
    while (!left.isEmpty()) {
      List<TcpSocket> batch = left.subList(0, Math.min(BATCH, left.size()));
      connectAll(batch);
      List<TcpSocket> stay = of(port);
      if (stay.containsAll(batch)) {
        // The system does not allow it, or the other ends are elsewhere.
        return false;
      }
      left = stay;
    }
    return true;
  }

  /** Returns whether the kernel ignores resets in TIME_WAIT: a try would take the whole limit. */
  private static boolean isForbidden() {
    // Where it is unknown, a try shows it.
    return LinuxProc.kernel(RFC1337).filter(value -> !value.equals("0")).isPresent();
  }

  private static List<TcpSocket> of(int port) {
    List<TcpSocket> all = TcpSocket.all();
    return all.stream()
        .filter(socket -> socket.isOn(port))
        .filter(socket -> socket.isInTimeWait() || socket.waitsInVain(all))
        .toList();
  }

  private static void connectAll(List<TcpSocket> sockets) {
    List<SocketChannel> clients = new ArrayList<>(sockets.size());
    try {
      for (TcpSocket socket : sockets) {
        SocketChannel client = SocketChannel.open();
        clients.add(client);
        begin(client, socket);
      }
      long until = System.nanoTime() + LIMIT.toNanos();
      while (!clients.isEmpty() && System.nanoTime() - until < 0) {
        LockSupport.parkNanos(POLL);
        closeTheRefused(clients);
      }
    } catch (IOException e) {
      // Out of descriptors: the next batch ends the rest.
    } finally {
      clients.forEach(TimeWait::close);
    }
  }

  private static void begin(SocketChannel client, TcpSocket socket) throws IOException {
    client.configureBlocking(false);
    client.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    try {
      client.bind(socket.remote());
      client.connect(socket.local());
    } catch (IOException e) {
      // The other end is not on this machine or is in use, or the connection was refused at once.
      client.close();
    }
  }

  private static void closeTheRefused(List<SocketChannel> clients) {
    for (Iterator<SocketChannel> all = clients.iterator(); all.hasNext(); ) {
      SocketChannel client = all.next();
      if (!client.isOpen() || isAnswered(client)) {
        close(client);
        all.remove();
      }
    }
  }

  private static boolean isAnswered(SocketChannel client) {
    try {
      return client.finishConnect();
    } catch (IOException e) {
      // Refused, as it should be.
      return true;
    }
  }

  private static void close(SocketChannel client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is gone.
    }
  }
}

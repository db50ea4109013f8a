package dev.echospec.server;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends connections that the kernel keeps in TIME_WAIT, without any right that others lack. A server
 * that does not set SO_REUSEADDR cannot bind its port for as long as there is one (60 s on Linux).
 *
 * <p>A SYN from the address and port of the connection's other end is answered with an ACK that
 * fits the old connection; the kernel that sent the SYN resets what it does not know, and Linux
 * drops the entry for that reset while {@code net.ipv4.tcp_rfc1337} is 0 (RFC 1337 calls it TIME-
 * WAIT assassination). The SYN is repeated by itself soon after, and then refused.
 */
final class TimeWait {
  /** Connections that are ended at once: each takes a descriptor. */
  private static final int BATCH = 100;

  /**
   * Longer than the first retransmission of a SYN takes; only where nothing helps it is used up.
   */
  private static final Duration LIMIT = Duration.ofMillis(1500);

  private static final Path RFC1337 = Path.of("/proc/sys/net/ipv4/tcp_rfc1337");
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);

  private TimeWait() {}

  /**
   * Ends all of a port, as far as that can be done. Nothing may listen on the port: otherwise the
   * listener gets connections without a byte. Takes some 20 ms, and at most {@link #LIMIT} where it
   * does not help.
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

  /** To try in vain would cost each start the whole limit. */
  private static boolean isForbidden() {
    try {
      return !Files.readString(RFC1337).strip().equals("0");
    } catch (IOException e) {
      // Not told here: a try shows it.
      return false;
    }
  }

  private static List<TcpSocket> of(int port) {
    return TcpSocket.all().stream()
        .filter(socket -> socket.isOn(port) && socket.isInTimeWait())
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
      // No descriptor is left: fewer are ended this time.
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

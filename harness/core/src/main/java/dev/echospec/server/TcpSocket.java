package dev.echospec.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A TCP socket as the kernel lists it in /proc/net/tcp and tcp6 (Linux).
 *
 * @param local its own end
 * @param remote the other end; port 0 where there is none
 * @param state as the kernel numbers it
 * @param inode of the socket, which the descriptors of its processes show; 0 where no process has
 *     it
 */
public record TcpSocket(InetSocketAddress local, InetSocketAddress remote, int state, long inode) {
  private static final int ESTABLISHED = 0x01;
  private static final int FIN_WAIT_2 = 0x05;
  private static final int TIME_WAIT = 0x06;
  private static final int LISTEN = 0x0A;

  /** Where the kernel lists them; relative to /proc. */
  private static final List<String> TABLES = List.of("net/tcp", "net/tcp6");

  private static final int WORD = 4;

  private static final String END = "([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})";

  /** Number, both ends, state; then queues, timer, retransmissions, user, timeout and inode. */
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^\\s*\\d+: "
              + END
              + " "
              + END
              + " ([0-9A-F]{2})(?: \\S+ \\S+ \\S+ +\\d+ +\\d+ (\\d+))?.*$");

  /**
   * Lists the sockets of this process's network namespace.
   *
   * @return empty where the system has no /proc/net
   */
  public static List<TcpSocket> all() {
    StringBuilder text = new StringBuilder();
    for (String table : TABLES) {
      LinuxProc.kernel(table).ifPresent(lines -> text.append(lines).append('\n'));
    }
    return parse(text, ByteOrder.nativeOrder());
  }

  /** Returns the sockets that listen on a port, as the links of descriptors show them. */
  static Set<String> listeningOn(int port) {
    return all().stream()
        .filter(socket -> socket.isOn(port) && socket.isListening())
        .map(socket -> "socket:[" + socket.inode() + "]")
        .collect(Collectors.toSet());
  }

  /**
   * Parses the kernel's list.
   *
   * @param text of /proc/net/tcp, of tcp6, or of both
   * @param order byte order of the machine that printed it
   * @return the sockets, in the order of the text
   */
  public static List<TcpSocket> parse(CharSequence text, ByteOrder order) {
    List<TcpSocket> found = new ArrayList<>();
    Matcher matcher = LINE.matcher(text);
    while (matcher.find()) {
      found.add(
          new TcpSocket(
              end(matcher.group(1), matcher.group(2), order),
              end(matcher.group(3), matcher.group(4), order),
              Integer.parseInt(matcher.group(5), 16),
              matcher.group(6) == null ? 0 : Long.parseLong(matcher.group(6))));
    }
    return found;
  }

  /** The kernel prints an address as words of 32 bits; a mapped one becomes an address of IPv4. */
  private static InetSocketAddress end(String address, String port, ByteOrder order) {
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(address));
    ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(order);
    for (int i = 0; i < words.capacity(); i += WORD) {
      bytes.putInt(words.getInt());
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes.array()), Integer.parseInt(port, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  boolean isOn(int port) {
    return local.getPort() == port;
  }

  /** Returns whether the socket accepts connections. */
  public boolean isListening() {
    return state == LISTEN;
  }

  /** Returns whether a packet of its own may still come: it is in none of the last states. */
  public boolean isUnderWay() {
    return !isListening() && !isInTimeWait();
  }

  boolean isInTimeWait() {
    return state == TIME_WAIT;
  }

  /**
   * Returns whether it waits for the end of a connection whose other end is gone: the reset of that
   * one was lost while this one was closed.
   *
   * @param all the sockets of this machine
   */
  boolean waitsInVain(List<TcpSocket> all) {
    return state == FIN_WAIT_2
        && inode == 0
        && all.stream()
            .noneMatch(other -> other.local.equals(remote) && other.remote.equals(local));
  }

  /** Returns whether only the kernel holds it, because its process has closed it or has ended. */
  boolean isOrphan() {
    return inode == 0 && state > ESTABLISHED && !isListening();
  }
}

package dev.echospec.interop;

import dev.echospec.judge.Oracle;
import dev.echospec.tap.Side;
import dev.echospec.tap.TapEvent;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which side did what it had to, as far as the relay could see it.
 *
 * @param server the server was there, and returned the whole echo of what it was sent, and nothing
 *     else
 * @param client the client sent the whole message and nothing else, and did not reset a connection
 */
public record Wire(boolean server, boolean client) {
  /** Nothing was seen: neither side is cleared. */
  public static final Wire UNSEEN = new Wire(false, false);

  private static final class Connection {
    private final ByteArrayOutputStream up = new ByteArrayOutputStream();
    private final ByteArrayOutputStream down = new ByteArrayOutputStream();
  }

  static Wire of(List<TapEvent> events, byte[] message, Oracle oracle) {
    Map<Integer, Connection> connections = new TreeMap<>();
    boolean unreachable = false;
    boolean reset = false;
    for (TapEvent event : events) {
      Connection one = connections.computeIfAbsent(event.connection(), c -> new Connection());
      (event.side() == Side.CLIENT ? one.up : one.down).writeBytes(event.bytes());
      unreachable |= event.kind() == TapEvent.Kind.REFUSED;
      reset |= event.kind() == TapEvent.Kind.RESET && event.side() == Side.CLIENT;
    }
    boolean echoed =
        connections.values().stream()
            .allMatch(
                one -> Arrays.equals(oracle.apply(one.up.toByteArray()), one.down.toByteArray()));
    long spoken = connections.values().stream().filter(one -> one.up.size() > 0).count();
    boolean sent =
        spoken <= 1
            && !connections.isEmpty()
            && connections.values().stream()
                .anyMatch(one -> Arrays.equals(message, one.up.toByteArray()));
    return new Wire(echoed && !unreachable, sent && !reset);
  }
}

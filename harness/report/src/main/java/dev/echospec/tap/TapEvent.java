package dev.echospec.tap;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Something that one side of a connection did, in the order in which the relay saw it.
 *
 * @param connection number of the connection, from 0, in the order of the connects
 * @param at since the relay began
 * @param side whose doing
 * @param kind what
 * @param bytes what was read in one call; empty unless the kind is {@link Kind#DATA}; not copied,
 *     and not to be changed
 * @param ends the addresses of both sides
 */
public record TapEvent(int connection, Duration at, Side side, Kind kind, byte[] bytes, Ends ends) {
  /** What a side does. */
  public enum Kind {
    /** The client's connection was accepted. */
    CONNECTED("connects"),
    /** The server was not reached: the client's connection is reset. */
    REFUSED("cannot be reached"),
    /** A side sent bytes. */
    DATA("sends"),
    /** A side ended its stream. Whether it closed or half-closed cannot be told on the wire. */
    END("ends its stream"),
    /** A side reset the connection. */
    RESET("resets the connection"),
    /** A side has not read for a while what waits for it. */
    STOPPED_READING("does not read"),
    /** A side that did not read has read all that waited for it. */
    RESUMED_READING("reads again");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Returns it as the predicate of a sentence about the side, such as "ends its stream". */
    public String words() {
      return words;
    }
  }

  /**
   * The addresses of a connection.
   *
   * @param client where the client's connection comes from
   * @param server the target
   */
  public record Ends(InetSocketAddress client, InetSocketAddress server) {
    InetSocketAddress of(Side side) {
      return side == Side.CLIENT ? client : server;
    }
  }

  /** Learns of each event at once, on the thread of the relay, which waits for it. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Takes note.
     *
     * @param event what happened
     */
    void happened(TapEvent event);
  }
}

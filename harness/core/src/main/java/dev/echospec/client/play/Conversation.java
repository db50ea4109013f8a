package dev.echospec.client.play;

import dev.echospec.script.Payload;
import java.time.Duration;
import java.util.List;

/**
 * What the server saw on one connection.
 *
 * @param received the first bytes that came; all of them unless the client sent much too much
 * @param total how many bytes came
 * @param segments the reads that found bytes, in order; the first thousand
 * @param writes what the server wrote, in order; the first thousand
 * @param answered how many bytes of the echo the server had sent
 * @param played true if the server played its script to the end
 * @param end how the client ended its side
 * @param endedAt when it did, since the start of the run; zero while it is open
 */
public record Conversation(
    Payload received,
    long total,
    List<Segment> segments,
    List<Segment> writes,
    long answered,
    boolean played,
    End end,
    Duration endedAt) {
  /** Copies the lists. */
  public Conversation {
    segments = List.copyOf(segments);
    writes = List.copyOf(writes);
  }

  /**
   * Bytes that were there, or were taken, at once.
   *
   * @param at time since the start of the run
   * @param bytes how many
   */
  public record Segment(Duration at, int bytes) {}

  /** How a client ends its side of a connection. */
  public enum End {
    /** It has not, although its run is over. */
    OPEN,
    /** In an orderly way (FIN). */
    CLOSED,
    /** With a reset. */
    RESET
  }
}

package dev.echospec.result;

import dev.echospec.judge.Oracle;
import dev.echospec.script.Malformed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A conversation that broke a rule, as a report draws it: time downwards, a pair of lanes (the
 * client and the server) for each connection. It is of bounded size, however long the conversation
 * was, and all of its texts are one line and plainly visible.
 *
 * @param lanes the connections that are drawn, at most {@link #MOST_LANES}, in the order in which
 *     the script opens them
 * @param rows what happened, in order
 * @param lanesLeftOut how many more connections there were
 */
public record ConversationPicture(List<Lane> lanes, List<Row> rows, int lanesLeftOut) {
  /** Most connections that are drawn: those that broke the rule, and the first ones. */
  public static final int MOST_LANES = 4;

  /** The lane of a row that is about no connection, or about all. */
  public static final int ALL_LANES = -1;

  /** Copies the lists. */
  public ConversationPicture {
    lanes = List.copyOf(lanes);
    rows = List.copyOf(rows);
  }

  /** What sort of thing a row is. */
  public enum Sort {
    /** The client connects. */
    CONNECT,
    /** Bytes. */
    DATA,
    /** One side ends its stream. */
    FIN,
    /** One side aborts the connection, or refuses it. */
    RESET,
    /** Nothing moves on a connection while the client waits. */
    SILENCE,
    /** The client waits on purpose, on all connections. */
    PAUSE,
    /** The client stops reading. */
    READING_STOPS,
    /** The client reads again. */
    READING_RESUMES,
    /** The server ends. */
    DEATH,
    /** Anything else that is to be said of a connection, or of all. */
    NOTE,
    /** Rows that are not here. */
    LEFT_OUT
  }

  /** Which side a row is the doing of. */
  public enum Side {
    /** The client, which the kit plays. */
    CLIENT("client"),
    /** The server under test. */
    SERVER("server"),
    /** Neither. */
    NEITHER("");

    private final String word;

    Side(String word) {
      this.word = word;
    }

    /** Returns it in a word; empty for neither. */
    public String word() {
      return word;
    }
  }

  /**
   * A connection.
   *
   * @param number of it in the script, from 0
   * @param name such as "#0"; empty if there is only one
   */
  public record Lane(int number, String name) {}

  /**
   * Something that happened.
   *
   * @param sort what
   * @param side whose doing
   * @param lane index in the picture's lanes, or {@link #ALL_LANES}
   * @param time since the play began, such as "1.2 ms"; empty if it was not measured
   * @param what in words, such as "17 bytes"
   * @param bytes the first of those that were moved, in hex; empty unless the sort is DATA
   * @param wrong whether it breaks the rule
   * @param contrast what was expected and what came, where it breaks the rule
   */
  public record Row(
      Sort sort,
      Side side,
      int lane,
      String time,
      String what,
      Optional<Piece> bytes,
      boolean wrong,
      Optional<Contrast> contrast) {}

  /**
   * A piece of a stream.
   *
   * @param before what precedes the mark
   * @param marked the first wrong byte, or the word for what stands in its place; may be empty
   * @param after what follows the mark
   * @param text the bytes as ASCII, a dot for each that is none; may be empty
   */
  public record Piece(String before, String marked, String after, String text) {
    /** Returns all of it on one line. */
    public String line() {
      return (before + marked + after + (text.isEmpty() ? "" : "  " + text)).stripTrailing();
    }
  }

  /** What was expected beside what came. */
  public record Contrast(Piece expected, Piece got) {}

  /**
   * Returns the picture of a failure.
   *
   * @param oracle what the server had to answer
   * @param failure what was played and seen
   */
  public static ConversationPicture of(Oracle oracle, Failure failure) {
    return failure
        .client()
        .map(ClientPicture::of)
        .orElseGet(
            () ->
                new PictureMaker(oracle, failure.sight(), failure.death().map(Failure.Death::how))
                    .picture());
  }

  /**
   * Returns the picture of the conversation in a failure file.
   *
   * @param path a failure file
   * @param death how the server ended, if it did: the file does not say
   * @throws Malformed if it cannot be read, or does not say what was seen
   */
  public static ConversationPicture read(Path path, Optional<String> death) throws Malformed {
    RecordedFailure recorded = RecordedFailure.read(path);
    return new PictureMaker(recorded.oracle(), recorded.sight(), death).picture();
  }
}

package dev.echospec.server;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The simplest dialogue that a server answers, as {@link ServerProbe#meet} found it. */
public enum ResponseStyle {
  /** A byte and a half-close bring the echo and the end of stream, as they should. */
  DRAINS_AND_CLOSES("a byte and a half-close, with the echo and the end of stream"),
  /** The echo comes after a half-close, the end of stream does not. */
  DRAINS("a byte and a half-close, with the echo but no end of stream"),
  /** The echo comes only while the connection is open both ways. */
  BEFORE_HALF_CLOSE("a byte, but only before the client's half-close"),
  /** The echo comes only after a line end, while the connection is open both ways. */
  LINES("a byte and a newline, but only before the client's half-close"),
  /** The server accepts connections and answers nothing. */
  NEVER("nothing");

  private final String words;

  ResponseStyle(String words) {
    this.words = words;
  }

  /** Returns what the server answers, as the object of a sentence. */
  public String words() {
    return words;
  }

  /**
   * Adapts a script to this style, so that a fault at the end of connections does not hide all
   * others.
   *
   * @param script any script
   * @return the script with its half-closes and reads to the end changed where that is needed
   */
  public Script fit(Script script) {
    return switch (this) {
      case DRAINS_AND_CLOSES, NEVER -> script;
      case DRAINS -> new Script(rewritten(script, true));
      case BEFORE_HALF_CLOSE, LINES -> new Script(rewritten(script, false));
    };
  }

  private static List<Step> rewritten(Script script, boolean halfCloseFirst) {
    List<Step> steps = new ArrayList<>(script.steps().size() + 2);
    BitSet stopped = new BitSet();
    for (Step step : script.steps()) {
      int connection = step instanceof Step.OnConnection on ? on.connection() : -1;
      List<Step> rewritten =
          switch (step.kind()) {
            case STOP_READING, RESUME_READING -> {
              stopped.set(connection, step instanceof Step.StopReading);
              yield List.of(step);
            }
            case HALF_CLOSE ->
                halfCloseFirst
                    ? List.of(step)
                    : readFirst((Step.HalfClose) step, stopped.get(connection));
            case READ_TO_END -> {
              Step close = new Step.Close(connection);
              yield halfCloseFirst
                  ? List.of(new Step.Read(connection, Step.EVERYTHING), close)
                  : List.of(close);
            }
            case CONNECT, SEND, READ, PAUSE, RESET, CLOSE -> List.of(step);
          };
      steps.addAll(rewritten);
    }
    return steps;
  }

  /** The half-close of a server that answers only before it: all that it owes is read first. */
  private static List<Step> readFirst(Step.HalfClose half, boolean stopped) {
    int connection = half.connection();
    Step read = new Step.Read(connection, Step.EVERYTHING);
    return stopped
        ? List.of(new Step.ResumeReading(connection), read, new Step.StopReading(connection), half)
        : List.of(read, half);
  }
}

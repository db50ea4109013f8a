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
      if (step instanceof Step.StopReading stop) {
        stopped.set(stop.connection());
      } else if (step instanceof Step.ResumeReading resume) {
        stopped.clear(resume.connection());
      }
      if (step instanceof Step.HalfClose half && !halfCloseFirst) {
        int connection = half.connection();
        if (stopped.get(connection)) {
          steps.add(new Step.ResumeReading(connection));
        }
        steps.add(new Step.Read(connection, Step.EVERYTHING));
        if (stopped.get(connection)) {
          steps.add(new Step.StopReading(connection));
        }
        steps.add(half);
      } else if (step instanceof Step.ReadToEnd end && halfCloseFirst) {
        steps.add(new Step.Read(end.connection(), Step.EVERYTHING));
        steps.add(new Step.Close(end.connection()));
      } else if (step instanceof Step.ReadToEnd end) {
        steps.add(new Step.Close(end.connection()));
      } else {
        steps.add(step);
      }
    }
    return steps;
  }
}

package dev.echospec.report;

import dev.echospec.judge.Law;
import dev.echospec.play.Patience;
import dev.echospec.reference.server.Transform;
import dev.echospec.result.FailureFile;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A conversation as a Python program that needs nothing but Python, for a maintainer who has no
 * Java.
 */
public final class PythonProgram {
  /** How long a program waits unless told otherwise: its user is there and in no hurry. */
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Script script;
  private final PythonData data = new PythonData();

  private PythonProgram(Script script) {
    this.script = script;
  }

  /**
   * Returns the text of the program; it takes the host and the port, and exits with 0 if it saw no
   * fault, 1 if it did, 2 if it was called wrongly, 3 if it could not connect.
   *
   * @param failure what to play and how to judge it
   * @param patience how long the server may be silent while it owes something
   */
  public static String of(FailureFile failure, Duration patience) {
    PythonProgram program = new PythonProgram(failure.script());
    String steps = program.steps();
    Duration limit = Patience.of(patience).total(failure.script());
    // The steps last: what they send could look like a place to be filled.
    return PythonData.template("conversation.py")
        .replace("@TITLE@", failure.caseId().map(id -> "The case " + id + ".").orElse("A script."))
        .replace("@LAW@", FailureFile.slug(failure.law()))
        .replace("@LAW_IN_WORDS@", inWords(failure.law()))
        .replace("@TRANSFORM@", failure.transform() == Transform.UPPER ? "bytes.upper" : "bytes")
        .replace("@PATIENCE@", String.valueOf(patience.toMillis() / 1000.0))
        .replace("@TIME_LIMIT@", String.valueOf(limit.toMillis() / 1000.0))
        .replace("@DATA@", program.data.definitions())
        .replace("@STEPS@", steps);
  }

  private static String inWords(Law law) {
    return switch (law) {
      case ECHO -> "the right bytes, all of them, nothing else, and no early end";
      case ECHO_AND_CLOSE -> "the echo, and an orderly end of stream after the half-close";
      case LENGTH -> "as many bytes as were sent, whichever they are";
      case IDEMPOTENT -> "connection 1 sends what 0 got, and gets the same again";
      case CONCATENATION -> "connection 2 sends what 0 and 1 sent, and gets what they got";
    };
  }

  private String steps() {
    StringBuilder lines = new StringBuilder();
    for (Step step : concluded(script)) {
      lines.append(lines.length() == 0 ? "" : "\n").append(line(step));
    }
    return lines.toString();
  }

  /** The steps, and behind them what the player does after the last: read what is owed. */
  private static List<Step> concluded(Script script) {
    List<Step> steps = new ArrayList<>(script.steps());
    Map<Integer, Boolean> open = new TreeMap<>();
    for (Step step : script.steps()) {
      if (step instanceof Step.OnConnection on && step.kind().endsConnection()) {
        open.remove(on.connection());
      } else if (step instanceof Step.Connect || step instanceof Step.ResumeReading) {
        open.put(((Step.OnConnection) step).connection(), false);
      } else if (step instanceof Step.StopReading stop) {
        open.put(stop.connection(), true);
      }
    }
    open.forEach(
        (connection, stopped) -> {
          if (stopped) {
            steps.add(new Step.ResumeReading(connection));
          }
        });
    open.keySet().forEach(c -> steps.add(new Step.Read(c, Step.EVERYTHING)));
    return steps;
  }

  private String line(Step step) {
    String arguments =
        switch (step.kind()) {
          case PAUSE -> "" + ((Step.Pause) step).millis();
          case SEND ->
              ((Step.Send) step).connection() + ", " + data.payload(((Step.Send) step).payload());
          case READ -> {
            Step.Read read = (Step.Read) step;
            yield read.connection() + (read.bytes() == Step.EVERYTHING ? "" : ", " + read.bytes());
          }
          case CONNECT, READ_TO_END, HALF_CLOSE, STOP_READING, RESUME_READING, RESET, CLOSE ->
              "" + ((Step.OnConnection) step).connection();
        };
    return step.kind().slug().replace('-', '_') + "(" + arguments + ")";
  }
}

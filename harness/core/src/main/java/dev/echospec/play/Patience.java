package dev.echospec.play;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;

/**
 * How long the player waits.
 *
 * @param answer how long a server may be silent while something is owed; every byte that moves
 *     starts it anew
 * @param connect how long a connect may take; longer, because a full backlog is tried again by the
 *     kernel after 1, 3 and 7 seconds
 */
public record Patience(Duration answer, Duration connect) {
  /** Below this a stall is the network's or the scheduler's, not the server's. */
  public static final Duration FLOOR = Duration.ofSeconds(1);

  /** A correct server may be this slow with a large stream, in bytes a second. */
  private static final long SLOWEST = 1 << 20;

  private static final Duration LEAST_CONNECT = Duration.ofSeconds(8);

  /**
   * @param answer how long a server may be silent while something is owed
   * @return a patience with a connect bound to match
   */
  public static Patience of(Duration answer) {
    return new Patience(answer, answer.compareTo(LEAST_CONNECT) > 0 ? answer : LEAST_CONNECT);
  }

  /**
   * @return twice as patient, to confirm a failure
   */
  public Patience doubled() {
    return new Patience(answer.multipliedBy(2), connect.multipliedBy(2));
  }

  /**
   * @param script what will be played
   * @return the bound of the whole play, whatever the server does
   */
  public Duration total(Script script) {
    long pauses = 0;
    int waits = 0;
    for (Step step : script.steps()) {
      waits +=
          switch (step.kind()) {
            case READ, READ_TO_END -> 1;
            case CONNECT, SEND, HALF_CLOSE, PAUSE, STOP_READING, RESUME_READING, RESET, CLOSE -> 0;
          };
      pauses += step instanceof Step.Pause pause ? pause.millis() : 0;
    }
    return connect
        .plus(answer.multipliedBy(4 + Math.min(waits, 26)))
        .plusMillis(pauses)
        .plusSeconds(script.bytes() / SLOWEST);
  }
}

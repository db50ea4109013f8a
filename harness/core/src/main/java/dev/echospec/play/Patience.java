package dev.echospec.play;

import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;

/**
 * How long the player waits.
 *
 * @param answer longest silence of a server that owes something; every byte that moves restarts it
 * @param connect bound of a connect; longer, because the kernel retries a connect to a full backlog
 *     after 1, 3 and 7 seconds
 * @param aftermath how long after the last step bytes and ends still count that the script does not
 *     wait for
 */
public record Patience(Duration answer, Duration connect, Duration aftermath) {
  /** Shorter stalls are the network's or the scheduler's, not the server's. */
  public static final Duration FLOOR = Duration.ofSeconds(1);

  /** Rate that a correct server reaches with a large stream, in bytes a second. */
  private static final long SLOWEST = 1 << 20;

  private static final Duration SHORT_AFTERMATH = Duration.ofMillis(10);

  private static final Duration LEAST_CONNECT = Duration.ofSeconds(8);

  /**
   * Clients that a correct server takes within {@link #answer}, however briefly they stay: one that
   * starts a process for each needs 15 ms in a container.
   */
  private static final int CLIENTS = 25;

  /** A patience with a short aftermath. */
  public Patience(Duration answer, Duration connect) {
    this(answer, connect, SHORT_AFTERMATH);
  }

  /**
   * Returns a patience whose connect bound follows from the answer bound.
   *
   * @param answer longest silence of a server that owes something
   */
  public static Patience of(Duration answer) {
    return new Patience(answer, answer.compareTo(LEAST_CONNECT) > 0 ? answer : LEAST_CONNECT);
  }

  /** Returns a patience of twice these bounds, to confirm a failure. */
  public Patience doubled() {
    return new Patience(answer.multipliedBy(2), connect.multipliedBy(2), aftermath);
  }

  /** Returns a patience whose waits are no longer than these nor than those of another. */
  public Patience atMost(Patience other) {
    return new Patience(
        answer.compareTo(other.answer) < 0 ? answer : other.answer,
        connect.compareTo(other.connect) < 0 ? connect : other.connect,
        aftermath);
  }

  /**
   * Returns a patience with an aftermath in which a server on a busy machine gets to send what it
   * sends, for the replay of a failure that no step waits for.
   */
  public Patience lingering() {
    return new Patience(answer, connect, FLOOR);
  }

  /**
   * Returns the longest silence of a server that has to take other clients first.
   *
   * @param clients number of clients that it may not have accepted yet
   */
  public Duration answerBehind(int clients) {
    return answer.plus(answer.multipliedBy(clients).dividedBy(CLIENTS));
  }

  /**
   * Returns the bound of a whole play, whatever the server does.
   *
   * @param script the script to be played
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
        .plus(answer.multipliedBy(3 + Math.min(waits, 26)))
        .plus(answerBehind(script.connections()))
        .plusMillis(pauses)
        .plusSeconds(script.bytes() / SLOWEST);
  }
}

package dev.echospec.script;

import dev.echospec.script.Step.Connect;
import dev.echospec.script.Step.HalfClose;
import dev.echospec.script.Step.OnConnection;
import dev.echospec.script.Step.ReadToEnd;
import dev.echospec.script.Step.Send;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The actions of the client, as data. After the last step the player reads every open connection
 * until its echo is complete, and a moment longer; then it closes them.
 *
 * @param steps in order; see {@link #flaw} for the constraints
 */
public record Script(List<Step> steps) {
  /**
   * Copies the steps.
   *
   * @throws IllegalArgumentException if they are out of order; the message says how
   */
  public Script {
    steps = List.copyOf(steps);
    flaw(steps)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException(flaw);
            });
  }

  /**
   * Returns the script of some steps.
   *
   * @param steps in order
   * @throws IllegalArgumentException if they are out of order
   */
  public static Script of(Step... steps) {
    return new Script(List.of(steps));
  }

  /**
   * Returns the most common script, on connection 0: connect, send, half-close, read to the end of
   * stream.
   *
   * @param payloads one write each
   */
  public static Script conversation(Payload... payloads) {
    List<Step> steps = new ArrayList<>(payloads.length + 3);
    steps.add(new Connect(0));
    for (Payload payload : payloads) {
      steps.add(new Send(0, payload));
    }
    steps.add(new HalfClose(0));
    steps.add(new ReadToEnd(0));
    return new Script(steps);
  }

  /**
   * Finds what is out of order in some steps. A connection is connected once, before anything else;
   * nothing is sent after a half-close; a reset, a close or a read to the end is its last step, and
   * a read to the end needs a half-close; reading is stopped and resumed in turn, and no step waits
   * for bytes while it is stopped.
   *
   * @param steps any steps
   * @return the first flaw, in words, or empty
   */
  public static Optional<String> flaw(List<Step> steps) {
    ConnectionStates states = new ConnectionStates();
    for (int i = 0; i < steps.size(); i++) {
      String flaw = states.apply(steps.get(i));
      if (flaw != null) {
        return Optional.of("step " + (i + 1) + ": " + flaw);
      }
    }
    return Optional.empty();
  }

  /**
   * Appends another script.
   *
   * @param next a script whose connections are numbered from 0
   * @return both scripts, with unused numbers for the connections of the second
   */
  public Script then(Script next) {
    int used = usedNumbers();
    List<Step> both = new ArrayList<>(steps);
    for (Step step : next.steps) {
      both.add(renumbered(step, used));
    }
    return new Script(both);
  }

  private static Step renumbered(Step step, int by) {
    int to = step instanceof OnConnection on ? on.connection() + by : by;
    return switch (step.kind()) {
      case CONNECT -> new Connect(to);
      case SEND -> new Send(to, ((Send) step).payload());
      case READ -> new Step.Read(to, ((Step.Read) step).bytes());
      case READ_TO_END -> new ReadToEnd(to);
      case HALF_CLOSE -> new HalfClose(to);
      case PAUSE -> step;
      case STOP_READING -> new Step.StopReading(to);
      case RESUME_READING -> new Step.ResumeReading(to);
      case RESET -> new Step.Reset(to);
      case CLOSE -> new Step.Close(to);
    };
  }

  /** Returns the lowest number that is greater than that of any connection. */
  public int usedNumbers() {
    return connectionNumbers().stream().mapToInt(number -> number + 1).max().orElse(0);
  }

  /** Returns the numbers of its connections, in the order in which it opens them. */
  public List<Integer> connectionNumbers() {
    return steps.stream()
        .filter(Connect.class::isInstance)
        .map(step -> ((Connect) step).connection())
        .toList();
  }

  /** Returns the number of connections that it opens. */
  public int connections() {
    return (int) steps.stream().filter(Connect.class::isInstance).count();
  }

  /** Returns the number of bytes that it sends, over all connections. */
  public long bytes() {
    long sum = 0;
    for (Step step : steps) {
      if (step instanceof Send send) {
        sum += send.payload().length();
      }
    }
    return sum;
  }

  /**
   * Returns the payloads of one connection, in order.
   *
   * @param connection its number
   */
  public List<Payload> sent(int connection) {
    List<Payload> payloads = new ArrayList<>();
    for (Step step : steps) {
      if (step instanceof Send send && send.connection() == connection) {
        payloads.add(send.payload());
      }
    }
    return payloads;
  }
}

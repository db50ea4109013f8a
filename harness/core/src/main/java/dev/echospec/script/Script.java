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
 * What the client does, as data. After the last step all connections that are still open are read
 * from until they have what they are owed, and a moment longer; then they are closed.
 *
 * @param steps in order; see {@link #flaw} for what an order must respect
 */
public record Script(List<Step> steps) {
  /**
   * Copies the steps.
   *
   * @throws IllegalArgumentException if they make no sense, with what is wrong
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
   * @param steps what to play
   * @return the script of these steps
   */
  public static Script of(Step... steps) {
    return new Script(List.of(steps));
  }

  /**
   * The commonest script: connect, send, half-close, read to the end of stream.
   *
   * @param payloads one write each
   * @return a script on connection 0
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
   * Tells what is wrong with an order of steps: a connection is connected once, before anything
   * else; nothing is sent behind a half-close; nothing is done to a connection that is gone; the
   * end of stream is read after a half-close; reading is stopped and resumed in turn, and nothing
   * is waited for while it is stopped.
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
   * Plays another script when this one is over.
   *
   * @param next a script whose connections are numbered from 0
   * @return both, the connections of the second with numbers that are not in use yet
   */
  public Script then(Script next) {
    int used = usedNumbers();
    List<Step> both = new ArrayList<>(steps);
    for (Step step : next.steps) {
      both.add(step instanceof OnConnection on ? on.on(used + on.connection()) : step);
    }
    return new Script(both);
  }

  /**
   * @return a number that is greater than that of any connection
   */
  public int usedNumbers() {
    return steps.stream()
        .filter(Connect.class::isInstance)
        .mapToInt(step -> ((Connect) step).connection() + 1)
        .max()
        .orElse(0);
  }

  /**
   * @return how many connections it opens
   */
  public int connections() {
    return (int) steps.stream().filter(Connect.class::isInstance).count();
  }

  /**
   * @return how many bytes it sends, over all connections
   */
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
   * @param connection its number
   * @return what is sent on it, in order
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

package dev.echospec.diagnosis;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Scripts that differ from a failed one in one thing. */
final class Variation {
  /** Longest piece that a client sends before it reads, in bytes: less than any usual buffer. */
  private static final int PIECE = 1 << 14;

  private Variation() {}

  /**
   * The same clients, one after the other, each of which reads all that it is owed. A pause right
   * before a write stays.
   */
  static Script inTurn(Script script) {
    List<Step> steps = new ArrayList<>();
    for (int connection : script.connectionNumbers()) {
      steps.add(new Step.Connect(connection));
      Step before = null;
      for (Step step : script.steps()) {
        if (step instanceof Step.Send send && send.connection() == connection) {
          if (before instanceof Step.Pause) {
            steps.add(before);
          }
          steps.add(send);
        }
        before = step;
      }
      end(connection, steps);
    }
    return new Script(steps);
  }

  /**
   * The same, but each client ends in an orderly way, after all that it is owed; one that the
   * script leaves connected does so at the end.
   */
  static Script orderly(Script script) {
    List<Step> steps = new ArrayList<>();
    BitSet halfClosed = new BitSet();
    BitSet open = new BitSet();
    for (Step step : withoutStops(script).steps()) {
      switch (step.kind()) {
        case RESET, CLOSE -> {
          int connection = ((Step.OnConnection) step).connection();
          endInOrder(connection, halfClosed, steps);
          open.clear(connection);
        }
        case HALF_CLOSE -> {
          halfClosed.set(((Step.HalfClose) step).connection());
          steps.add(step);
        }
        case CONNECT -> {
          open.set(((Step.Connect) step).connection());
          steps.add(step);
        }
        case READ_TO_END -> {
          open.clear(((Step.ReadToEnd) step).connection());
          steps.add(step);
        }
        case SEND, READ, PAUSE, STOP_READING, RESUME_READING -> steps.add(step);
      }
    }
    open.stream().forEach(connection -> endInOrder(connection, halfClosed, steps));
    return new Script(steps);
  }

  private static void endInOrder(int connection, BitSet halfClosed, List<Step> steps) {
    if (!halfClosed.get(connection)) {
      steps.add(new Step.HalfClose(connection));
    }
    steps.add(new Step.ReadToEnd(connection));
  }

  /** The same with clients that always read. */
  static Script withoutStops(Script script) {
    return without(
        script, step -> step instanceof Step.StopReading || step instanceof Step.ResumeReading);
  }

  /** The same without pauses. */
  static Script withoutPauses(Script script) {
    return without(script, Step.Pause.class::isInstance);
  }

  private static Script without(Script script, java.util.function.Predicate<? super Step> leftOut) {
    return new Script(script.steps().stream().filter(leftOut.negate()).toList());
  }

  /** The same, but a client reads all that it is owed before it half-closes. */
  static Script readBeforeHalfClose(Script script) {
    List<Step> steps = new ArrayList<>();
    BitSet stopped = new BitSet();
    BitSet ended = new BitSet();
    for (Step step : script.steps()) {
      int connection = step instanceof Step.OnConnection on ? on.connection() : -1;
      switch (step.kind()) {
        case STOP_READING, RESUME_READING -> {
          if (!ended.get(connection)) {
            stopped.set(connection, step instanceof Step.StopReading);
            steps.add(step);
          }
        }
        case HALF_CLOSE -> {
          if (stopped.get(connection)) {
            steps.add(new Step.ResumeReading(connection));
          }
          steps.add(new Step.Read(connection, Step.EVERYTHING));
          steps.add(step);
          ended.set(connection);
        }
        case CONNECT, SEND, READ, READ_TO_END, PAUSE, RESET, CLOSE -> steps.add(step);
      }
    }
    return new Script(steps);
  }

  /** The same with other payloads. */
  static Script sending(Script script, UnaryOperator<Payload> other) {
    return new Script(
        script.steps().stream()
            .map(
                step ->
                    step instanceof Step.Send send
                        ? new Step.Send(send.connection(), other.apply(send.payload()))
                        : step)
            .map(Step.class::cast)
            .toList());
  }

  /** The first connections of a script, with all of their steps. */
  static Script firstConnections(Script script, int count) {
    List<Integer> kept = script.connectionNumbers().subList(0, count);
    return without(
        script, step -> step instanceof Step.OnConnection on && !kept.contains(on.connection()));
  }

  /** A client that reads the whole echo of each message before it sends the next. */
  static Script pingPong(List<Payload> messages) {
    return pingPong(messages, List.of());
  }

  /**
   * The same, with steps after each answer.
   *
   * @param after such as a pause
   */
  static Script pingPong(List<Payload> messages, List<Step> after) {
    return conversation(
        messages,
        payload -> {
          List<Step> steps = new ArrayList<>();
          steps.add(new Step.Send(0, payload));
          steps.add(new Step.Read(0, Step.EVERYTHING));
          steps.addAll(after);
          return steps;
        });
  }

  /** A client that pauses after each message and does not wait for its echo. */
  static Script spaced(List<Payload> messages, int millis) {
    return conversation(
        messages, payload -> List.of(new Step.Send(0, payload), new Step.Pause(millis)));
  }

  private static Script conversation(
      List<Payload> messages, Function<Payload, List<Step>> exchange) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Connect(0));
    messages.forEach(payload -> steps.addAll(exchange.apply(payload)));
    end(0, steps);
    return new Script(steps);
  }

  /**
   * A client that sends a number of bytes in small pieces and reads each before it sends the next.
   */
  static Script inStep(Payload whole) {
    List<Payload> pieces = new ArrayList<>();
    for (long at = 0; at < whole.length(); at += PIECE) {
      pieces.add(Payload.of(whole.bytes(at, PIECE)));
    }
    return pingPong(pieces);
  }

  /** Returns a number of conversations, one after the other. */
  static Script conversations(int count, Payload payload) {
    List<Step> steps = new ArrayList<>();
    for (int connection = 0; connection < count; connection++) {
      steps.add(new Step.Connect(connection));
      steps.add(new Step.Send(connection, payload));
      end(connection, steps);
    }
    return new Script(steps);
  }

  /** Returns a number of connections at once: all connect, then all are served, then all end. */
  static Script atOnce(int count) {
    List<Step> steps = new ArrayList<>();
    for (int connection = 0; connection < count; connection++) {
      steps.add(new Step.Connect(connection));
    }
    for (int connection = 0; connection < count; connection++) {
      steps.add(new Step.Send(connection, Payload.of("a")));
      steps.add(new Step.Read(connection, 1));
    }
    for (int connection = 0; connection < count; connection++) {
      end(connection, steps);
    }
    return new Script(steps);
  }

  private static void end(int connection, List<Step> steps) {
    steps.add(new Step.HalfClose(connection));
    steps.add(new Step.ReadToEnd(connection));
  }
}

package dev.echospec.generalise;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ends what each connection has sent with a line end, wherever a script waits for its echo. */
final class LineEnds {
  private static final byte END = '\n';

  private final List<List<Step>> steps = new ArrayList<>();
  private final Map<Integer, Integer> unfinished = new HashMap<>();

  private LineEnds() {}

  /**
   * Returns the nearest script with complete lines.
   *
   * @return an equal script if its lines are complete already
   */
  static Script complete(Script script) {
    LineEnds lines = new LineEnds();
    script.steps().forEach(lines::add);
    // At its end a script waits for what is owed on the connections that it left open.
    List.copyOf(lines.unfinished.keySet()).forEach(lines::finish);
    return new Script(lines.steps.stream().flatMap(List::stream).toList());
  }

  private void add(Step step) {
    int connection = step instanceof Step.OnConnection on ? on.connection() : -1;
    switch (step.kind()) {
      case SEND -> note((Step.Send) step);
      case READ, READ_TO_END, HALF_CLOSE -> finish(connection);
      case RESET, CLOSE -> unfinished.remove(connection);
      case CONNECT, PAUSE, STOP_READING, RESUME_READING -> {}
    }
    steps.add(List.of(step));
  }

  private void note(Step.Send send) {
    Payload payload = send.payload();
    if (payload.length() > 0 && payload.byteAt(payload.length() - 1) == END) {
      unfinished.remove(send.connection());
    } else if (payload.length() > 0) {
      unfinished.put(send.connection(), steps.size());
    }
  }

  private void finish(int connection) {
    Integer at = unfinished.remove(connection);
    if (at != null) {
      Step.Send last = (Step.Send) steps.get(at).get(0);
      steps.set(at, ended(connection, last.payload()));
    }
  }

  private static List<Step> ended(int connection, Payload payload) {
    if (payload instanceof Payload.Generated generated) {
      return ended(connection, generated);
    }
    byte[] line = payload.period();
    byte[] ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = END;
    return List.of(new Step.Send(connection, Payload.of(ended)));
  }

  /** A stream is made longer, up to its next line end; one without any gets a write behind it. */
  private static List<Step> ended(int connection, Payload.Generated generated) {
    Payload.Generated longer =
        new Payload.Generated(
            generated.seed(), generated.length() + Payload.PERIOD, generated.alphabet());
    for (long at = generated.length(); at < longer.length(); at++) {
      if (longer.byteAt(at) == END) {
        return List.of(
            new Step.Send(
                connection, new Payload.Generated(generated.seed(), at + 1, generated.alphabet())));
      }
    }
    Step.Send end = new Step.Send(connection, Payload.of(new byte[] {END}));
    return List.of(new Step.Send(connection, generated), end);
  }
}

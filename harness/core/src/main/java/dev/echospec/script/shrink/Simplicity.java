package dev.echospec.script.shrink;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;

/**
 * How simple a script is: first by connections, then by steps, then by bytes, then by how odd those
 * are. Less is simpler.
 *
 * @param connections how many are opened
 * @param steps how many there are
 * @param bytes how many are sent
 * @param oddity bytes other than 'a', milliseconds paused, reads of a number of bytes
 */
public record Simplicity(int connections, int steps, long bytes, long oddity)
    implements Comparable<Simplicity> {
  /** Bytes that nobody can read off the script are odder than any that are written out. */
  private static final int GENERATED = 4;

  /**
   * @param script any script
   * @return how simple it is
   */
  public static Simplicity of(Script script) {
    long oddity = 0;
    for (Step step : script.steps()) {
      oddity += oddity(step);
    }
    return new Simplicity(script.connections(), script.steps().size(), script.bytes(), oddity);
  }

  private static long oddity(Step step) {
    return switch (step.kind()) {
      case SEND -> oddity(((Step.Send) step).payload());
      case PAUSE -> ((Step.Pause) step).millis();
      case READ -> ((Step.Read) step).bytes() == Step.EVERYTHING ? 0 : 1;
      case CONNECT, READ_TO_END, HALF_CLOSE, STOP_READING, RESUME_READING, RESET, CLOSE -> 0;
    };
  }

  private static long oddity(Payload payload) {
    if (payload instanceof Payload.Generated) {
      return GENERATED * payload.length();
    }
    long odd = 0;
    for (byte b : payload.period()) {
      if (b != 'a') {
        odd++;
      }
    }
    return odd;
  }

  @Override
  public int compareTo(Simplicity other) {
    int order = Integer.compare(connections, other.connections);
    if (order == 0) {
      order = Integer.compare(steps, other.steps);
    }
    if (order == 0) {
      order = Long.compare(bytes, other.bytes);
    }
    return order == 0 ? Long.compare(oddity, other.oddity) : order;
  }
}

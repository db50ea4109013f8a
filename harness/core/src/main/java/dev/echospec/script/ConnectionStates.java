package dev.echospec.script;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What the steps of a script have done so far to each connection: see {@link Script#flaw}. */
final class ConnectionStates {
  private final BitSet known = new BitSet();
  private final BitSet open = new BitSet();
  private final BitSet writable = new BitSet();
  private final BitSet stopped = new BitSet();

  /** Applies the next step. Returns its flaw in words, or null if it is in order. */
  @Nullable String apply(Step step) {
    int c = step instanceof Step.OnConnection on ? on.connection() : 0;
    String flaw = c < 0 ? "a connection has no negative number: " + c : flaw(step, c);
    if (flaw == null) {
      change(step.kind(), c);
    }
    return flaw;
  }

  private @Nullable String flaw(Step step, int c) {
    if (step instanceof Step.OnConnection && step.kind() != Step.Kind.CONNECT && !open.get(c)) {
      return name(c) + (known.get(c) ? " is gone" : " is not connected");
    }
    return switch (step.kind()) {
      case CONNECT -> known.get(c) ? name(c) + " is connected twice" : null;
      case SEND, HALF_CLOSE -> writable.get(c) ? null : name(c) + " is half-closed already";
      case READ ->
          stopped.get(c)
              ? name(c) + " is waited for while its reading is stopped"
              : ((Step.Read) step).bytes() < 1 ? "a read of less than 1 byte" : null;
      case READ_TO_END ->
          stopped.get(c)
              ? name(c) + " is waited for while its reading is stopped"
              : writable.get(c) ? name(c) + " is read to its end before it is half-closed" : null;
      case PAUSE -> ((Step.Pause) step).millis() < 1 ? "a pause of less than 1 ms" : null;
      case STOP_READING -> stopped.get(c) ? "reading from " + name(c) + " is stopped twice" : null;
      case RESUME_READING -> stopped.get(c) ? null : "reading from " + name(c) + " was not stopped";
      case RESET, CLOSE -> null;
    };
  }

  private void change(Step.Kind kind, int c) {
    if (kind == Step.Kind.CONNECT) {
      known.set(c);
      open.set(c);
      writable.set(c);
    } else if (kind == Step.Kind.HALF_CLOSE) {
      writable.clear(c);
    } else if (kind == Step.Kind.STOP_READING || kind == Step.Kind.RESUME_READING) {
      stopped.set(c, kind == Step.Kind.STOP_READING);
    } else if (kind.endsConnection()) {
      open.clear(c);
    }
  }

  private static String name(int c) {
    return "connection " + c;
  }
}

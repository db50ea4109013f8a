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
    if (step instanceof Step.OnConnection on) {
      String flaw = number(on.connection(), step.kind() == Step.Kind.CONNECT);
      if (flaw != null) {
        return flaw;
      }
    }
    return switch (step.kind()) {
      case CONNECT -> connect(((Step.Connect) step).connection());
      case SEND -> write(((Step.Send) step).connection());
      case READ -> read((Step.Read) step);
      case READ_TO_END -> readToEnd(((Step.ReadToEnd) step).connection());
      case HALF_CLOSE -> halfClose(((Step.HalfClose) step).connection());
      case PAUSE -> ((Step.Pause) step).millis() < 1 ? "a pause of less than 1 ms" : null;
      case STOP_READING -> stop(((Step.StopReading) step).connection());
      case RESUME_READING -> resume(((Step.ResumeReading) step).connection());
      case RESET -> end(((Step.Reset) step).connection());
      case CLOSE -> end(((Step.Close) step).connection());
    };
  }

  private @Nullable String number(int c, boolean fresh) {
    if (c < 0) {
      return "a connection has no negative number: " + c;
    }
    return fresh || open.get(c)
        ? null
        : "connection " + c + (known.get(c) ? " is gone" : " is not connected");
  }

  private @Nullable String connect(int c) {
    if (known.get(c)) {
      return "connection " + c + " is connected twice";
    }
    known.set(c);
    open.set(c);
    writable.set(c);
    return null;
  }

  private @Nullable String write(int c) {
    return writable.get(c) ? null : "connection " + c + " is half-closed already";
  }

  private @Nullable String halfClose(int c) {
    String flaw = write(c);
    writable.clear(c);
    return flaw;
  }

  private @Nullable String read(Step.Read read) {
    String flaw = await(read.connection());
    return flaw == null && read.bytes() < 1 ? "a read of less than 1 byte" : flaw;
  }

  private @Nullable String readToEnd(int c) {
    String flaw = await(c);
    if (flaw == null && writable.get(c)) {
      return "connection " + c + " is read to its end before it is half-closed";
    }
    open.clear(c);
    return flaw;
  }

  private @Nullable String await(int c) {
    return stopped.get(c)
        ? "connection " + c + " is waited for while its reading is stopped"
        : null;
  }

  private @Nullable String stop(int c) {
    boolean twice = stopped.get(c);
    stopped.set(c);
    return twice ? "reading from connection " + c + " is stopped twice" : null;
  }

  private @Nullable String resume(int c) {
    boolean was = stopped.get(c);
    stopped.clear(c);
    return was ? null : "reading from connection " + c + " was not stopped";
  }

  private @Nullable String end(int c) {
    open.clear(c);
    return null;
  }
}

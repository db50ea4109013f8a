package dev.echospec.diagnosis;

import dev.echospec.judge.Oracle;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;

/** The client's steps on one connection of a script. */
final class ClientSide {
  private final Script script;
  private final int connection;
  private final long total;

  /**
   * One write of the client.
   *
   * @param step its index in the script
   * @param start offset of its first byte in the stream
   */
  record Write(int step, long start, long length) {
    long end() {
      return start + length;
    }
  }

  ClientSide(Script script, int connection) {
    this.script = script;
    this.connection = connection;
    this.total = script.sent(connection).stream().mapToLong(Payload::length).sum();
  }

  /** Number of bytes that it sends. */
  long total() {
    return total;
  }

  /** Some of the bytes that it sends. */
  byte[] sent(long from, int most) {
    return owed(Oracle.IDENTITY, from, most);
  }

  /** Some of the bytes that it is owed. */
  byte[] owed(Oracle oracle, long from, int most) {
    return oracle.owed(script, connection, from, most);
  }

  /** The byte sent at an offset, 0 to 255; -1 if there is none. */
  int rawAt(long place) {
    byte[] one = place < 0 ? new byte[0] : sent(place, 1);
    return one.length == 0 ? -1 : one[0] & 0xff;
  }

  List<Write> writes() {
    List<Write> writes = new ArrayList<>();
    long start = 0;
    List<Step> steps = script.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Send send && send.connection() == connection) {
        writes.add(new Write(i, start, send.payload().length()));
        start += send.payload().length();
      }
    }
    return writes;
  }

  /** Pause right before a step, in milliseconds; 0 if there is none. */
  int pauseBefore(int step) {
    return step > 0 && script.steps().get(step - 1) instanceof Step.Pause pause
        ? pause.millis()
        : 0;
  }

  /** Whether the client writes twice without reading or pausing in between. */
  boolean isPipelined() {
    boolean unread = false;
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send && send.connection() == connection) {
        if (unread) {
          return true;
        }
        unread = true;
      } else if (step instanceof Step.Pause
          || step instanceof Step.Read read && read.connection() == connection) {
        unread = false;
      }
    }
    return false;
  }

  boolean stopsReading() {
    return does(Step.StopReading.class);
  }

  boolean halfCloses() {
    return halfClose() < Integer.MAX_VALUE;
  }

  /** Whether the client has a step of this kind on the connection. */
  boolean does(Class<? extends Step.OnConnection> kind) {
    return index(kind) < Integer.MAX_VALUE;
  }

  int halfClose() {
    return index(Step.HalfClose.class);
  }

  /** Index of the first step of this kind on the connection; the largest int if there is none. */
  int index(Class<? extends Step.OnConnection> kind) {
    List<Step> steps = script.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (kind.isInstance(steps.get(i)) && kind.cast(steps.get(i)).connection() == connection) {
        return i;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Whether the client closes or resets the connection without reading it to its end. */
  boolean isAborted() {
    return leaves() < Integer.MAX_VALUE;
  }

  /** Index of the step that closes or resets the connection; the largest int if there is none. */
  int leaves() {
    return Math.min(index(Step.Reset.class), index(Step.Close.class));
  }
}

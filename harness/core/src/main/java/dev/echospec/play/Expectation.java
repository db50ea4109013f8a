package dev.echospec.play;

import dev.echospec.script.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Compares the bytes of one connection with its owed echo as they arrive. */
final class Expectation {
  private final UnaryOperator<byte[]> oracle;
  private final List<Owed> payloads = new ArrayList<>(2);
  private int current;
  private long inCurrent;
  private long matched;

  /**
   * Expects nothing yet.
   *
   * @param oracle the map from bytes sent to bytes owed; it keeps the length
   */
  Expectation(UnaryOperator<byte[]> oracle) {
    this.oracle = oracle;
  }

  private record Owed(ByteBuffer period, long length) {}

  /** Appends the echo of a payload to what is expected. */
  void expect(Payload payload) {
    if (payload.length() > 0) {
      payloads.add(new Owed(ByteBuffer.wrap(oracle.apply(payload.period())), payload.length()));
    }
  }

  /**
   * Consumes the matching bytes of a buffer.
   *
   * @param arrived the received bytes; its position moves past those that match
   * @param sent bytes sent so far: no more than that can be owed
   * @return whether all of it matched
   */
  boolean take(ByteBuffer arrived, long sent) {
    while (arrived.hasRemaining()) {
      if (current == payloads.size() || matched >= sent) {
        return false;
      }
      Owed owed = payloads.get(current);
      ByteBuffer period = owed.period;
      int at = (int) (inCurrent % period.capacity());
      long most = Math.min(owed.length - inCurrent, sent - matched);
      int run = (int) Math.min(most, Math.min(period.capacity() - at, arrived.remaining()));
      int limit = arrived.limit();
      arrived.limit(arrived.position() + run);
      period.limit(at + run).position(at);
      int same = arrived.mismatch(period);
      int good = same < 0 ? run : same;
      arrived.limit(limit).position(arrived.position() + good);
      matched += good;
      inCurrent += good;
      if (inCurrent == owed.length) {
        current++;
        inCurrent = 0;
      }
      if (same >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of leading bytes that were the expected ones. */
  long matched() {
    return matched;
  }
}

package dev.echospec.diagnosis;

import dev.echospec.judge.Violation;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.Optional;

/**
 * How far a connection came that was cut off.
 *
 * @param writes of the client, 1 or more
 * @param echoed writes whose whole echo came
 * @param bytes of the echo that came
 */
public record CutOff(int writes, int echoed, long bytes) {
  /** Smallest buffer that a server is expected to read with, in bytes. */
  private static final int LEAST_BUFFER = 16;

  /**
   * Returns how far a connection came.
   *
   * @param violation what it showed
   * @return empty if it was not cut off, or the client wrote nothing
   */
  public static Optional<CutOff> of(Script script, Violation violation) {
    if (!violation.kind().isCutOff()) {
      return Optional.empty();
    }
    int writes = 0;
    int echoed = 0;
    long end = 0;
    for (Step step : script.steps()) {
      if (step instanceof Step.Send send && send.connection() == violation.connection()) {
        writes++;
        end += send.payload().length();
        echoed += end <= violation.offset() ? 1 : 0;
      }
    }
    return writes == 0
        ? Optional.empty()
        : Optional.of(new CutOff(writes, echoed, violation.offset()));
  }

  /**
   * Whether a limit of messages, at which this connection ended, has ended another one as well: it
   * came as far in messages, or one write came as far in reads of a buffer whose size is a power of
   * two. Of a server that ends after its last answer the shortest such write has a byte in the last
   * read.
   */
  public boolean isLimitOf(CutOff other) {
    if (echoed < 2) {
      return false;
    }
    return other.writes > 1
        ? other.echoed == echoed
        : isBuffers(other.bytes, echoed) || isBuffers(other.bytes - 1, echoed - 1);
  }

  private static boolean isBuffers(long bytes, int reads) {
    long size = bytes / reads;
    return bytes % reads == 0 && size >= LEAST_BUFFER && Long.bitCount(size) == 1;
  }
}

package dev.echospec.suite;

import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Growth of a server's memory with the bytes that it echoes on one connection.
 *
 * @param bytes echoed, after a warm-up
 * @param memory growth in bytes
 * @param inStep true if it grew with the bytes to the end
 * @param machine bytes of memory of the server's machine
 */
record Growth(long bytes, long memory, boolean inStep, long machine) {
  private static final long MIB = 1 << 20;
  private static final long LEAST = 8 * MIB;
  private static final long MOST = 64 * MIB;
  private static final int PHASES = 3;

  /** Target duration of a phase. */
  private static final Duration PHASE = Duration.ofSeconds(1);

  /**
   * Growth of a lazily collected heap that retains nothing: Java begins with 1/64 of the machine's
   * memory, and fills most of that before it collects garbage.
   */
  private static final long LAZY = 256 * MIB;

  private static final int LAZY_PART = 48;

  /** The conclusion from the figures. */
  enum Course {
    /** The memory grew little, or stopped growing. */
    SETTLED,
    /** The memory grew with the bytes, and beyond a lazy heap. */
    ENDLESS,
    /** The memory grew with the bytes, but not yet beyond a lazy heap. */
    UNKNOWN
  }

  /**
   * Echoes more and more while the memory grows in step with it.
   *
   * @param effort how much this server has time for
   * @return the whole growth; empty if there was no time to measure any
   */
  static Optional<Growth> measure(Wire wire, Effort effort) {
    Optional<Growth> all = Optional.empty();
    long least = effort.bytes(LEAST, MIB);
    // The speed of a slow server is known: it has no time to be measured once more.
    Optional<Long> phase = least < LEAST ? Optional.of(least / 2) : phase(wire);
    while (phase.isPresent()) {
      Optional<Growth> latest = over(wire, phase.get());
      Optional<Growth> before = all;
      all = latest.map(more -> before.map(less -> less.and(more)).orElse(more)).or(() -> before);
      boolean goesOn = latest.isPresent() && all.orElseThrow().course() == Course.UNKNOWN;
      phase = goesOn ? phase.map(bytes -> 2 * bytes) : Optional.empty();
    }
    return all;
  }

  /** Returns how many bytes this server can echo in a {@link #PHASE}, within bounds. */
  private static Optional<Long> phase(Wire wire) {
    return wire.watch(Script.conversation(generated(LEAST)))
        .map(seen -> LEAST * PHASE.toNanos() / Math.max(1, seen.transcript().elapsed().toNanos()))
        .map(bytes -> Math.max(LEAST, Math.min(MOST, bytes)));
  }

  /** Measures some phases after a warm-up, in which runtimes compile and fill their pools. */
  private static Optional<Growth> over(Wire wire, long phase) {
    return wire.watch(script(phase)).filter(Watched::isWhole).map(Growth::of);
  }

  private static Script script(long phase) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step.Connect(0));
    for (int i = 0; i <= PHASES; i++) {
      steps.add(new Step.Send(0, generated(phase)));
      steps.add(new Step.Read(0, Step.EVERYTHING));
    }
    steps.add(new Step.HalfClose(0));
    steps.add(new Step.ReadToEnd(0));
    return new Script(steps);
  }

  private static Payload generated(long length) {
    return new Payload.Generated(2, length, Alphabet.ANY);
  }

  private static Growth of(Watched seen) {
    long warm = seen.memoryBefore(Step.Send.class).get(1);
    long end = seen.memoryBefore(Step.HalfClose.class).get(0);
    long bytes = seen.script().bytes() / (PHASES + 1) * PHASES;
    // Half a byte retained for each byte echoed is no coincidence.
    return new Growth(bytes, end - warm, end - warm >= bytes / 2, seen.machine());
  }

  private Growth and(Growth more) {
    return new Growth(bytes + more.bytes, memory + more.memory, inStep && more.inStep, machine);
  }

  /** Returns whether the memory is settled, and if not, whether that is certain. */
  Course course() {
    if (!inStep) {
      return Course.SETTLED;
    }
    return memory > Math.max(LAZY, machine / LAZY_PART) ? Course.ENDLESS : Course.UNKNOWN;
  }

  Figure[] figures() {
    return new Figure[] {
      new Figure("echoed", bytes, Figure.BYTES), new Figure("memoryGrowth", memory, Figure.BYTES)
    };
  }

  @Override
  public String toString() {
    return "its memory grew by "
        + Figure.mebibytes(Math.max(0, memory))
        + " while it echoed "
        + Figure.mebibytes(bytes);
  }
}

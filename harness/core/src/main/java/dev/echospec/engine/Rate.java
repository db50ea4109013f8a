package dev.echospec.engine;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * How often a script fails of a fault of chance, as far as a few plays tell.
 *
 * @param failed number of plays that failed, 1 or more
 * @param played number of plays
 */
record Rate(int failed, int played) {
  /** Most plays of one script: what fails more rarely is of no use as an example. */
  static final int MOST_PLAYS = 60;

  /** Failures after which the rate of a script is known well enough. */
  private static final int ENOUGH = 3;

  /** Plays after which a script that does not fail again is no example. */
  private static final int MOST_VAIN = 24;

  /** Failures that a simpler script must show. */
  private static final int PROOF = 2;

  /** A simpler script is played until this many failures were due at the rate before. */
  private static final int DUE = 4;

  /** Plays that fail in a row after which a script counts as failing each time. */
  private static final int SOLID = 8;

  /**
   * Measures a script that has failed before, and has just passed, which counts as well.
   *
   * @return empty if it does not fail again
   */
  static Optional<Rate> of(BooleanSupplier fails, BooleanSupplier mayGoOn) {
    int failed = 1;
    int played = 2;
    while (failed < ENOUGH
        && played < (failed == 1 ? MOST_VAIN : MOST_PLAYS)
        && mayGoOn.getAsBoolean()) {
      failed += fails.getAsBoolean() ? 1 : 0;
      played++;
    }
    return failed == 1 ? Optional.empty() : Optional.of(new Rate(failed, played));
  }

  /** Begins to find out whether a simpler script fails not clearly more rarely. */
  Trial trial() {
    return new Trial(this);
  }

  /** The plays of a simpler script. It is given up early where it does not fail at all. */
  static final class Trial {
    private final Rate before;
    private final int most;
    private int failed;
    private int played;

    private Trial(Rate before) {
      this.before = before;
      int due = (DUE * before.played + before.failed - 1) / before.failed;
      this.most = Math.min(MOST_PLAYS, due);
    }

    void played(boolean fails) {
      played++;
      failed += fails ? 1 : 0;
    }

    boolean isOpen() {
      return failed < PROOF && played < (failed == 0 ? most / 2 : most);
    }

    boolean isPassed() {
      return failed >= PROOF;
    }

    /** Whether it may be one that fails each time. */
    boolean isSolid() {
      return failed == played && played < SOLID;
    }

    /** Whether it has failed each time, and often enough that chance need not be reckoned with. */
    boolean failsEachTime() {
      return failed == played && played >= SOLID;
    }

    /** Returns the lower one of both rates: few plays tell little, and mostly flatter. */
    Rate rate() {
      return (long) failed * before.played < (long) before.failed * played
          ? new Rate(failed, played)
          : before;
    }
  }
}

package dev.echospec.cli;

import dev.echospec.result.RunResult;
import dev.echospec.result.Verdict;

/** What the kit's exit status means. */
final class ExitCode {
  /**
   * The target conforms, but for known failures at most, or the command did what it was asked to.
   */
  static final int CONFORMS = 0;

  /** The target does not conform, or a failure that was said to be known is not what is seen. */
  static final int DOES_NOT_CONFORM = 1;

  /** The command line makes no sense; a selection that matches no case included. */
  static final int USAGE = 2;

  /**
   * The target could not be started or reached, or was too slow for every MUST to be judged in
   * time.
   */
  static final int NO_TARGET = 3;

  /** A fault of the kit, or of this machine: a full disk, no more open files. */
  static final int FAULT = 4;

  private ExitCode() {}

  /** Returns the status of a run that has come to its end, or has been cut short. */
  static int of(RunResult result) {
    return switch (result.conformance()) {
      case CONFORMS, KNOWN_FAILURES, NOTHING_TO_JUDGE -> CONFORMS;
      case NOT_AS_EXPECTED, DOES_NOT_CONFORM -> DOES_NOT_CONFORM;
      case UNDECIDED -> NO_TARGET;
      case ERROR -> {
        if (result.count(Verdict.ERROR) > 0) {
          yield FAULT;
        }
        yield result.error().isPresent() ? NO_TARGET : USAGE;
      }
    };
  }
}

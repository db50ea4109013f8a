package dev.echospec.engine;

import dev.echospec.result.CaseResult;
import dev.echospec.server.PortTakenException;
import dev.echospec.server.TargetException;
import java.util.Optional;

/** Why a run does not come to its end, or why nothing can be said of what is left of it. */
public final class PrematureEnd {
  public static final String NOT_TRIED = CaseResult.TIME_UP + "this case could be tried";

  private volatile boolean stopped;
  private String error;
  private String gone;
  private boolean timeIsUp;

  /** Somebody wishes the run to end; called from any thread. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** The run could not begin. */
  void notBegun(TargetException why) {
    error = why.getMessage();
  }

  /** The run has taken all its time: what it has not tried by now remains untried. */
  void timeIsUp() {
    timeIsUp = true;
  }

  /** The server could not be brought back. */
  void serverIsGone(TargetException why) {
    // A port that is not free says nothing of the server.
    gone =
        why instanceof PortTakenException
            ? why.getMessage()
            : "the server is gone: " + why.getMessage();
  }

  /** Why no other case can be run, if so; where the run was stopped, that is not said here. */
  Optional<String> gone() {
    return Optional.ofNullable(timeIsUp && gone == null ? NOT_TRIED : gone);
  }

  /**
   * What a report says of it, in a sentence; empty if the run has come to its end.
   *
   * @param met whether the target has been met
   * @param results of the run so far
   */
  Optional<String> inWords(boolean met, Results results) {
    String cut = stopped && error == null ? "The run was stopped before its end." : error;
    if (cut == null && met && results.isEmpty()) {
      cut = "No case could be run.";
    }
    if (cut == null && gone != null && !results.hasFailed()) {
      // Nobody is to blame for it by name, but who is gone does not conform either.
      cut = Character.toUpperCase(gone.charAt(0)) + gone.substring(1);
    }
    return Optional.ofNullable(cut);
  }
}

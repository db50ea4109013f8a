package dev.echospec.engine;

import dev.echospec.result.CaseResult;
import dev.echospec.server.PortTakenException;
import dev.echospec.server.TargetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a run ends early, or why the rest of it can say nothing of the server. */
public final class PrematureEnd {
  public static final String NOT_TRIED = CaseResult.TIME_UP + "this case could be tried";

  private volatile boolean stopped;
  private @Nullable String error;
  private @Nullable String gone;
  private boolean timeIsUp;

  /** Asks the run to end; called from any thread. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Notes that the run could not begin. */
  void notBegun(TargetException why) {
    error = why.getMessage();
  }

  /** Notes that the time of the run is up: the cases that are left remain untried. */
  void timeIsUp() {
    timeIsUp = true;
  }

  /** Notes that the server could not be restarted. */
  void serverIsGone(TargetException why) {
    // A port that is not free says nothing of the server.
    gone =
        why instanceof PortTakenException
            ? why.getMessage()
            : "the server is gone: " + why.getMessage();
  }

  /** Returns why no further case can be run, other than that the run was stopped. */
  Optional<String> gone() {
    return Optional.ofNullable(timeIsUp && gone == null ? NOT_TRIED : gone);
  }

  /**
   * Returns a sentence for the report; empty if the run came to its end.
   *
   * @param met true if the target was probed
   * @param results of the run so far
   */
  Optional<String> inWords(boolean met, Results results) {
    String cut = stopped && error == null ? "The run was stopped before its end." : error;
    if (cut == null && met && results.isEmpty()) {
      cut = "No case could be run.";
    }
    if (cut == null && gone != null && !results.hasFailed()) {
      // No case is blamed for it, but a server that is gone does not conform either.
      cut = Character.toUpperCase(gone.charAt(0)) + gone.substring(1);
    }
    return Optional.ofNullable(cut);
  }
}

package dev.echospec.engine;

import dev.echospec.diagnosis.Question;
import dev.echospec.diagnosis.Seen;
import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays the experiments that tell causes apart. A question is put to the server once in a run, and
 * as often as the time for a quick conversation allows; its outcome is kept.
 */
final class Experimenter {
  /** Plays of a quick conversation. */
  private static final int TIMES = 3;

  /** A conversation that takes longer than this is played once. */
  private static final Duration QUICK = Duration.ofMillis(200);

  private final Oracle oracle;
  private final ServerUnderTest server;
  private final Map<Question, List<Seen>> seen;
  private boolean begun;

  /**
   * Makes an experimenter for one failed case.
   *
   * @param seen receives what is seen, each time that a question is put
   */
  Experimenter(Oracle oracle, ServerUnderTest server, Map<Question, List<Seen>> seen) {
    this.oracle = oracle;
    this.server = server;
    this.seen = seen;
  }

  /**
   * Puts a question to the server.
   *
   * @return false if it could not be put, or its outcome says nothing
   */
  boolean ask(Question question) {
    if (question.afresh() && !server.canStartAfresh()) {
      return false;
    }
    List<Seen> outcomes = new ArrayList<>();
    try {
      if (!begun) {
        // The last replay of the failure may have left it dead.
        revive();
        begun = true;
      }
      while (outcomes.size() < TIMES) {
        Optional<Seen> one = once(question);
        if (one.isEmpty()) {
          return false;
        }
        outcomes.add(one.get());
        if (one.get().transcript().elapsed().compareTo(QUICK) > 0 || one.get().died()) {
          break;
        }
      }
      seen.put(question, List.copyOf(outcomes));
      return true;
    } catch (TargetException e) {
      return false;
    }
  }

  /** Plays it once; empty if time was up before its end. */
  private Optional<Seen> once(Question question) throws TargetException {
    // The end of a connection is the question itself where the law asks for it.
    Script script =
        question.law() == Law.ECHO_AND_CLOSE
            ? question.script()
            : server.manner().fit(question.script());
    server.startAfresh(question.afresh());
    Transcript transcript;
    try {
      // Under this law a wrong byte does not end the play: the whole reply tells.
      transcript = server.play(script, Law.LENGTH, oracle, server.patience());
    } finally {
      server.startAfresh(false);
    }
    if (transcript.isCutShort()) {
      return Optional.empty();
    }
    List<Violation> violations = new Judge(oracle).judge(question.law(), script, transcript);
    return Optional.of(new Seen(script, transcript, violations, revive()));
  }

  /**
   * Starts the server again if it has ended or answers no more.
   *
   * @return whether it was so
   * @throws TargetException if it cannot be started again
   */
  private boolean revive() throws TargetException {
    boolean died =
        server.manner() == ResponseStyle.NEVER
            ? server.isKnownDead()
            : server.examine().isPresent();
    if (died) {
      server.bringBack();
    }
    return died;
  }
}

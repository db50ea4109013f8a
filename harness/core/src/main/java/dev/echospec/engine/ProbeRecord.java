package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.server.ServerProbe;
import dev.echospec.suite.Violated.Observation;
import java.util.List;
import java.util.Optional;

/**
 * What the kit itself exchanges with a server, to get to know it and to see whether it still
 * serves: judged like all else. The first violation is kept.
 */
final class ProbeRecord implements ServerProbe.Witness {
  /** So many conversations since the start of the server are kept, to be played again. */
  private static final int MOST_KEPT = 30;

  private static final int FEW = 3;

  private final Oracle oracle;
  private final Judge judge;
  private Script script;
  private Transcript transcript;
  private int sinceStart;
  private int all;
  private int right;
  private boolean answered;
  private boolean casesRun;
  private Observation wrong;

  ProbeRecord(Oracle oracle) {
    this.oracle = oracle;
    this.judge = new Judge(oracle);
  }

  /** The server was started: the next conversation is its first. */
  void started() {
    script = null;
    transcript = null;
    sinceStart = 0;
    answered = false;
  }

  /** From now on others talk with the server, too. */
  void casesBegin() {
    casesRun = true;
    script = null;
    transcript = null;
  }

  /** How many conversations there were in this run. */
  int count() {
    return all;
  }

  /** Whether some conversations were right, more than chance could make so. */
  boolean wereRight() {
    return right > FEW;
  }

  /** The first violation that was seen in one of them. */
  Optional<Observation> wrong() {
    return Optional.ofNullable(wrong);
  }

  @Override
  public byte[] owed(byte[] sent) {
    return oracle.apply(sent);
  }

  @Override
  public void saw(Script played, Transcript seen) {
    if (seen.events().isEmpty() || seen.events().get(0) instanceof Event.NotConnected) {
      return;
    }
    all++;
    sinceStart++;
    int before = script == null ? 0 : script.usedNumbers();
    if (!casesRun && sinceStart <= MOST_KEPT) {
      transcript = script == null ? seen : transcript.then(script, seen);
      script = script == null ? played : script.then(played);
    }
    List<Violation> violations = judge.judge(Law.ECHO, played, seen);
    if (violations.isEmpty() && seen.received(firstConnection(played)).length() > 0) {
      right++;
    }
    if (wrong == null) {
      violations.stream()
          .filter(violation -> isSure(violation, seen))
          .findFirst()
          .ifPresent(violation -> keep(violation, before, played, seen));
    }
    answered |= seen.received(firstConnection(played)).length() > 0;
  }

  private static int firstConnection(Script played) {
    return ((Step.Connect) played.steps().get(0)).connection();
  }

  /**
   * A server that answers nothing may not be there yet, or not any more; and what is late is no
   * fault the first time.
   */
  private boolean isSure(Violation violation, Transcript seen) {
    return switch (violation.kind()) {
      case WRONG_BYTE, UNASKED -> true;
      case LOST, EARLY_END ->
          !casesRun && answered || seen.received(violation.connection()).length() > 0;
      default -> false;
    };
  }

  private void keep(Violation violation, int before, Script played, Transcript seen) {
    boolean whole = !casesRun && sinceStart <= MOST_KEPT;
    Violation told =
        new Violation(
            violation.kind(),
            whole ? before + violation.connection() : violation.connection(),
            violation.offset(),
            violation.message() + "; seen in probe " + all + " of the kit");
    wrong =
        new Observation(
            whole ? script : played, Law.ECHO, whole ? transcript : seen, List.of(told));
  }
}

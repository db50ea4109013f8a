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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of the kit's own probes of a server, judged like those of cases. The first
 * violation is kept.
 */
final class ProbeRecord implements ServerProbe.Witness {
  /** Maximum number of conversations since the start of the server that are kept for a replay. */
  private static final int MOST_KEPT = 30;

  private static final int FEW = 3;

  private final Oracle oracle;
  private final Judge judge;
  private @Nullable Script script;
  private @Nullable Transcript transcript;
  private int sinceStart;
  private int all;
  private int right;
  private final Set<Script> answered = new HashSet<>();
  private boolean casesRun;
  private @Nullable Observation wrong;

  ProbeRecord(Oracle oracle) {
    this.oracle = oracle;
    this.judge = new Judge(oracle);
  }

  /** Notes a start of the server: the next conversation is its first. */
  void started() {
    script = null;
    transcript = null;
    sinceStart = 0;
    answered.clear();
  }

  /** Notes that cases talk with the server from now on, too. */
  void casesBegin() {
    casesRun = true;
    script = null;
    transcript = null;
  }

  /** Returns the number of conversations in this run. */
  int count() {
    return all;
  }

  /** Returns the number of conversations since the start of the server. */
  int sinceStart() {
    return sinceStart;
  }

  /** True if more conversations were right than chance explains. */
  boolean wereRight() {
    return right > FEW;
  }

  /** Returns the protocol that the server speaks in place of an echo; empty if it has echoed. */
  Optional<OtherProtocol> otherProtocol() {
    return wrong()
        .filter(observation -> right == 0)
        .flatMap(
            observation -> {
              int connection = observation.violations().get(0).connection();
              return OtherProtocol.of(observation.transcript().received(connection).rest());
            });
  }

  /** Returns the first violation in one of them. */
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
          .filter(violation -> isSure(violation, played, seen))
          .findFirst()
          .ifPresent(violation -> keep(violation, before, played, seen));
    }
    if (seen.received(firstConnection(played)).length() > 0) {
      answered.add(played);
    }
  }

  private static int firstConnection(Script played) {
    return ((Step.Connect) played.steps().get(0)).connection();
  }

  /**
   * A server that answers nothing may not be up yet, or have ended, or answer other dialogues only;
   * and a single late answer is no fault.
   */
  private boolean isSure(Violation violation, Script played, Transcript seen) {
    return switch (violation.kind()) {
      case WRONG_BYTE, UNASKED -> true;
      case LOST, EARLY_END ->
          !casesRun && answered.contains(played)
              || seen.received(violation.connection()).length() > 0;
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

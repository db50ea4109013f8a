package dev.echospec.run;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.play.Player;
import dev.echospec.play.Player.OnceWrong;
import dev.echospec.play.Transcript;
import dev.echospec.reference.server.ServerOptions;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Sight;
import dev.echospec.target.EmbeddedTarget;
import dev.echospec.target.Manner;
import dev.echospec.target.Target;
import dev.echospec.target.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import org.opentest4j.TestAbortedException;

/** A run of some cases against one target, from its start to the verdicts. */
public final class ConformanceRun implements AutoCloseable {
  private final Settings settings;
  private final RunListener listener;
  private final Target target;
  private final ServerUnderTest server;
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final List<CaseResult> results = new ArrayList<>();
  private final TimeBudget budget;
  private volatile boolean stopped;
  private volatile boolean open;
  private String error;
  private String gone;
  private boolean neverAnswers;

  /**
   * @param target not started
   * @param settings what to do
   * @param listener who hears of it
   */
  public ConformanceRun(Target target, Settings settings, RunListener listener) {
    this.target = target;
    this.settings = settings;
    this.listener = listener;
    this.budget = new TimeBudget(settings.cases().size());
    this.server = new ServerUnderTest(target, settings.patience(), budget.bound());
  }

  /**
   * Starts the target, waits until it answers and gets to know it.
   *
   * @throws TargetException if it cannot be started or reached
   */
  public void open() throws TargetException {
    try {
      server.open();
    } catch (TargetException e) {
      error = e.getMessage();
      throw e;
    }
    neverAnswers = server.manner() == Manner.NEVER;
    open = true;
    listener.ready(server.facts());
  }

  /**
   * @return what was asked for
   */
  public Settings settings() {
    return settings;
  }

  /**
   * @return whether the target has been met; before that there is nothing to report
   */
  public boolean isOpen() {
    return open;
  }

  /** Ends the run soon: the running case is cut short, later ones do not begin. */
  public void stop() {
    stopped = true;
  }

  /** How jqwik is asked to run a property: with so many tries, and a seed. */
  interface Property extends BiFunction<CaseRun, Integer, PropertyExecutionResult> {}

  /**
   * Runs a case.
   *
   * @param info which
   * @param property runs it
   * @return what jqwik should be told
   */
  PropertyExecutionResult perform(CaseInfo info, Property property) {
    if (stopped) {
      throw new TestAbortedException("the run was stopped");
    }
    if (gone == null && budget.isOver()) {
      gone = "the time of the run was up";
      error = "The run took longer than " + budget.bound().toSeconds() + " s and was ended.";
    }
    int planned = settings.tries(info);
    listener.caseStarted(info, results.size() + 1, settings.cases().size());
    long began = System.nanoTime();
    CaseRun run =
        new CaseRun(
            server,
            settings.profile().oracle(),
            planned,
            () -> stopped || budget.isOver(),
            budget,
            listener);
    PropertyExecutionResult executed = null;
    CaseResult result;
    Optional<String> pointless = pointless(info);
    if (pointless.isPresent()) {
      result = result(info, run, began, Verdict.SKIP, null, pointless.get());
    } else if (neverAnswers) {
      result = unanswered(info, run, began);
    } else {
      executed = property.apply(run, planned);
      run.first().ifPresent(sight -> budget.shrunk(run.sinceFound()));
      result = conclude(info, run, began, executed);
    }
    results.add(result);
    listener.caseEnded(result);
    return reported(result, executed);
  }

  /** Why there is no point in running a case, if there is none. */
  private Optional<String> pointless(CaseInfo info) {
    if (!info.isFor(settings.profile())) {
      return Optional.of("not part of the profile " + settings.profile().id());
    }
    if (gone != null) {
      return Optional.of(gone);
    }
    if (info.rule().resets() && server.isRelayed()) {
      return Optional.of(
          "the container is reached through a published port, which turns resets into orderly ends");
    }
    boolean manyAtOnce = !info.isFor(Profile.SEED);
    boolean known =
        results.stream()
            .anyMatch(r -> r.verdict() == Verdict.FAIL && !r.info().isFor(Profile.SEED));
    return manyAtOnce && known && server.facts().sequential()
        ? Optional.of("the server serves one connection at a time, as another case has shown")
        : Optional.empty();
  }

  /** What the server fails first is said once; the other cases could add nothing. */
  private CaseResult unanswered(CaseInfo info, CaseRun run, long began) {
    boolean first = results.isEmpty();
    if (!first) {
      return result(info, run, began, Verdict.SKIP, null, "the server never answers");
    }
    // How long it may be silent was waited for when it was met: now it is only looked at.
    Script script = Script.conversation(Payload.of("a"));
    Patience brief = server.shortPatience();
    Transcript seen = server.play(script, Law.ECHO, settings.profile().oracle(), brief);
    List<Violation> violations =
        new Judge(settings.profile().oracle()).judge(Law.ECHO, script, seen);
    if (violations.isEmpty()) {
      return result(
          info, run, began, Verdict.INCONCLUSIVE, null, "the server began to answer late");
    }
    Violation silent =
        violations.get(0).kind().isTiming() && violations.get(0).kind() != Kind.NO_ANSWER
            ? new Violation(
                violations.get(0).kind(),
                0,
                0,
                "the server accepts connections but answers nothing: waited "
                    + server.patience().answer().toMillis()
                    + " ms each for the echo of a byte, of a line, and at the client's half-close")
            : violations.get(0);
    Sight sight = new Sight(script, Law.ECHO, seen, List.of(silent));
    Failure failure = new Failure(sight, 1, script.bytes(), 0, 0, Optional.empty());
    return result(info, run, began, blame(info), failure, null);
  }

  private CaseResult conclude(
      CaseInfo info, CaseRun run, long began, PropertyExecutionResult executed) {
    if (run.skipReason().isPresent()) {
      return result(info, run, began, Verdict.SKIP, null, run.skipReason().get());
    }
    probe(run);
    run.lost().ifPresent(e -> gone = "the server is gone: " + e.getMessage());
    if (run.first().isPresent()) {
      return failed(info, run, began);
    }
    if (run.lost().isPresent()) {
      return result(info, run, began, Verdict.ERROR, null, run.lost().get().getMessage());
    }
    if (executed.status() == PropertyExecutionResult.Status.FAILED) {
      return result(
          info,
          run,
          began,
          Verdict.ERROR,
          null,
          "a fault of the kit: " + executed.throwable().map(Throwable::toString).orElse("unknown"));
    }
    if (stopped) {
      return result(info, run, began, Verdict.SKIP, null, "the run was stopped");
    }
    if (run.hiccups() > 0) {
      return result(
          info,
          run,
          began,
          Verdict.INCONCLUSIVE,
          null,
          "late in " + run.hiccups() + " of " + run.tries() + " tries, in time when played again");
    }
    return result(
        info,
        run,
        began,
        Verdict.PASS,
        null,
        run.isCutShort() ? "time was up before all tries were made" : null);
  }

  /** Looks whether the case killed or wedged the server, though every script passed. */
  private void probe(CaseRun run) {
    if (run.lost().isEmpty() && !stopped) {
      server
          .examine()
          .ifPresent(
              death -> {
                run.diedAfterwards(death);
                try {
                  server.bringBack();
                } catch (TargetException e) {
                  gone = "the server is gone: " + e.getMessage();
                }
              });
    }
  }

  private CaseResult failed(CaseInfo info, CaseRun run, long began) {
    Sight first = run.first().orElseThrow();
    Confirmation.Confirmed confirmed =
        new Confirmation(run, server, listener).confirm(run.failures());
    run.lost().ifPresent(e -> gone = "the server is gone: " + e.getMessage());
    Failure failure =
        new Failure(
            confirmed.sight(),
            run.foundAfter(),
            first.script().bytes(),
            confirmed.replays(),
            confirmed.failed(),
            run.death());
    if (!confirmed.holds()) {
      return result(
          info,
          run,
          began,
          Verdict.INCONCLUSIVE,
          failure,
          (run.isStopped()
                  ? "the run was ended before this was confirmed: "
                  : "late once, in time when played again: ")
              + confirmed.sight().violations().get(0).message());
    }
    if (referenceFails(confirmed.sight())) {
      return result(
          info,
          run,
          began,
          Verdict.ERROR,
          failure,
          "the reference server fails the same script here: the kit or this machine is at fault");
    }
    return result(info, run, began, blame(info), failure, null);
  }

  private static Verdict blame(CaseInfo info) {
    return info.level() == Level.MUST ? Verdict.FAIL : Verdict.WARN;
  }

  /** Nobody is blamed for what the oracle itself cannot do on this machine. */
  private boolean referenceFails(Sight sight) {
    ServerOptions options = EmbeddedTarget.concurrent(settings.profile().oracle().transform());
    try (EmbeddedTarget reference = new EmbeddedTarget(options)) {
      reference.start();
      try (Player player = new Player()) {
        Transcript transcript =
            player.play(
                sight.script(),
                reference.address(),
                settings.profile().oracle(),
                server.patience().doubled(),
                OnceWrong.GO_ON);
        return !new Judge(settings.profile().oracle())
            .judge(sight.law(), sight.script(), transcript)
            .isEmpty();
      }
    } catch (TargetException e) {
      return false;
    }
  }

  private CaseResult result(
      CaseInfo info, CaseRun run, long began, Verdict verdict, Failure failure, String reason) {
    return new CaseResult(
        info,
        verdict,
        run.tries(),
        Duration.ofNanos(System.nanoTime() - began),
        Optional.ofNullable(failure),
        Optional.ofNullable(reason));
  }

  private static PropertyExecutionResult reported(
      CaseResult result, PropertyExecutionResult executed) {
    return switch (result.verdict()) {
      case PASS, WARN, INFO -> {
        if (executed == null) {
          throw new TestAbortedException(Message.of(result));
        }
        yield executed.mapToSuccessful();
      }
      case FAIL, ERROR -> {
        AssertionError error = new AssertionError(Message.of(result));
        if (executed == null) {
          throw error;
        }
        yield executed.mapToFailed(error);
      }
      case SKIP, INCONCLUSIVE -> {
        TestAbortedException aborted = new TestAbortedException(Message.of(result));
        if (executed == null) {
          throw aborted;
        }
        yield executed.mapToAborted(aborted);
      }
    };
  }

  /**
   * @param version of the kit
   * @return what became of the run so far
   */
  public RunResult result(String version) {
    String cut = stopped && error == null ? "The run was stopped before its end." : error;
    return new RunResult(
        version,
        target.name(),
        settings.profile(),
        settings.seed(),
        started,
        Duration.ofNanos(System.nanoTime() - startedNanos),
        Optional.ofNullable(server.facts()),
        results,
        Optional.ofNullable(cut));
  }

  /** Ends the target and all that it started. */
  @Override
  public void close() {
    server.close();
  }
}

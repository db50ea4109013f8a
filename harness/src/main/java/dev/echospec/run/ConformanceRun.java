package dev.echospec.run;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.oracle.Oracle;
import dev.echospec.play.Patience;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Level;
import dev.echospec.suite.Profile;
import dev.echospec.suite.Violated.Sight;
import dev.echospec.target.Manner;
import dev.echospec.target.Target;
import dev.echospec.target.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import org.opentest4j.TestAbortedException;

/** A run of some cases against one target, from its start to the verdicts. */
public final class ConformanceRun implements AutoCloseable {
  private static final String NOT_TRIED = "time was up before this case could be tried";

  private final Settings settings;
  private final KnownFailures known;
  private final RunListener listener;
  private final Target target;
  private final ServerUnderTest server;
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final Results results = new Results();
  private final TimeBudget budget;
  private volatile boolean stopped;
  private volatile boolean open;
  private String error;
  private String gone;
  private boolean neverAnswers;
  private Settings round;
  private int number = 1;
  private int begun;
  private final Explainer explainer = new Explainer();

  /**
   * @param target not started
   * @param settings what to do
   * @param listener who hears of it
   */
  public ConformanceRun(Target target, Settings settings, RunListener listener) {
    this(target, settings, KnownFailures.none(), listener);
  }

  /**
   * @param target not started
   * @param settings what to do
   * @param known the failures that are put up with
   * @param listener who hears of it
   */
  public ConformanceRun(
      Target target, Settings settings, KnownFailures known, RunListener listener) {
    this.target = target;
    this.settings = settings;
    this.round = settings;
    this.known = known;
    this.listener = listener;
    this.budget = new TimeBudget(settings);
    this.server = new ServerUnderTest(target, settings.patience(), Optional.of(budget));
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
    if (stopped || number > 1 && !budget.isTimeToGoOn()) {
      throw new TestAbortedException("the run was stopped, or its time is up");
    }
    if (gone == null && budget.isOver()) {
      gone = NOT_TRIED;
      error = "The run took longer than " + budget.bound().toSeconds() + " s and was ended.";
    }
    int planned = settings.tries(info);
    listener.caseStarted(info, ++begun, round.cases().size());
    long began = System.nanoTime();
    CaseRun run =
        new CaseRun(
            server,
            settings.profile().oracle(),
            planned,
            () -> stopped || budget.isOver(),
            budget,
            listener);
    server.forgetShortage();
    PropertyExecutionResult executed = null;
    CaseResult result;
    Optional<String> pointless = pointless(info);
    if (pointless.isPresent()) {
      result = result(info, run, began, Verdict.SKIP, null, pointless.get());
    } else if (neverAnswers) {
      result = unlessShort(info, run, began, () -> unanswered(info, run, began));
    } else {
      PropertyExecutionResult ran = executed(info, run, began, property);
      executed = ran;
      budget.searched(run.searched());
      run.first().ifPresent(sight -> budget.shrunk(run.sinceFound()));
      result = unlessShort(info, run, began, () -> conclude(info, run, began, ran));
      if (gone == null) {
        result = known.recognise(result);
      }
    }
    CaseResult latest = results.add(result);
    explainer.ask(latest, settings.profile().oracle(), server);
    CaseResult byNow =
        explained().stream().filter(r -> r.info().equals(info)).findFirst().orElse(latest);
    listener.caseEnded(byNow);
    return reported(byNow, executed);
  }

  /**
   * @return what the round that is running is asked to do: its cases, with a seed of its own
   */
  Settings round() {
    return round;
  }

  /** How much there is to do, and can be done. */
  Effort effort() {
    return new Effort(settings.thorough(), server.connectionsAtOnce());
  }

  /**
   * Begins another round, of the cases that may yet fail, if that was asked for and time is left.
   */
  boolean goOn() {
    List<CaseInfo> left =
        settings.cases().stream().filter(info -> results.mayYetFail(info.id())).toList();
    if (stopped || gone != null || left.isEmpty() || !budget.isTimeToGoOn()) {
      return false;
    }
    budget.goOn(left.size());
    round = settings.next(left, number++);
    begun = 0;
    listener.roundStarted(number, round.seed(), left.size());
    return true;
  }

  /** What jqwik makes of the property; where it cannot even begin, that is not passed over. */
  private PropertyExecutionResult executed(
      CaseInfo info, CaseRun run, long began, Property property) {
    try {
      return property.apply(run, round.tries(info));
    } catch (RuntimeException e) {
      String why = "a fault of the kit: " + e;
      listener.caseEnded(results.add(result(info, run, began, Verdict.ERROR, null, why)));
      throw e;
    }
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
    return manyAtOnce && server.facts().sequential() && !showsHowManyAreServed(info)
        ? Optional.of("the server serves one connection at a time, which another case shows")
        : Optional.empty();
  }

  /**
   * Of the cases that need many at once, one is enough to show that a server has only one place:
   * the first one of all, with two clients, or the first that is there.
   */
  private boolean showsHowManyAreServed(CaseInfo info) {
    return settings.cases().stream()
        .filter(one -> one.isFor(settings.profile()) && !one.isFor(Profile.SEED))
        .min(Comparator.comparing(one -> !one.id().equals("concurrent/independent")))
        .filter(info::equals)
        .isPresent();
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

  /** Nothing can be said of a server where this machine lacks what a connection needs. */
  private CaseResult unlessShort(
      CaseInfo info, CaseRun run, long began, Supplier<CaseResult> conclusion) {
    Optional<Shortage> shortage = server.shortage();
    if (shortage.isEmpty()) {
      try {
        return conclusion.get();
      } catch (Shortage e) {
        shortage = Optional.of(e);
      }
    }
    return result(info, run, began, Verdict.ERROR, null, shortage.orElseThrow().getMessage());
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
    if (run.isCutShort() && run.tries() == 0 && !run.isUnfinished()) {
      return result(info, run, began, Verdict.SKIP, null, NOT_TRIED);
    }
    if (run.isUnfinished()) {
      return result(
          info,
          run,
          began,
          Verdict.INCONCLUSIVE,
          null,
          "time was up before a try came to its end, so slow is the server: all was right by then");
    }
    if (run.leftOpen().isPresent()) {
      return result(info, run, began, Verdict.INCONCLUSIVE, null, run.leftOpen().get());
    }
    Optional<String> cut =
        run.isCutShort() ? Optional.of("time was up before all tries were made") : Optional.empty();
    if (info.level() == Level.INFO) {
      return run.recorded()
          .map(sentence -> result(info, run, began, Verdict.INFO, null, sentence))
          .orElseGet(
              () -> result(info, run, began, Verdict.SKIP, null, cut.orElse("nothing was seen")));
    }
    return result(info, run, began, Verdict.PASS, null, run.recorded().or(() -> cut).orElse(null));
  }

  /** Looks whether the case killed or wedged the server, though every script passed. */
  private void probe(CaseRun run) {
    if (run.lost().isEmpty() && !run.isStopped()) {
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
        new Confirmation(run, server, budget, listener).confirm(run.failures());
    run.lost().ifPresent(e -> gone = "the server is gone: " + e.getMessage());
    Failure failure =
        new Failure(
            confirmed.sight(),
            run.foundAfter(),
            first.script().bytes(),
            confirmed.replays(),
            confirmed.failed(),
            run.death());
    if (!confirmed.steady()) {
      explainer.unsteady(info);
    }
    if (!confirmed.holds()) {
      return result(
          info,
          run,
          began,
          Verdict.INCONCLUSIVE,
          failure,
          (run.isStopped() || confirmed.failed() == confirmed.replays()
                  ? "time was up before this was confirmed: "
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
    budget.blamed(confirmed.sight().violations().get(0).kind());
    // What a case of level INFO has recorded is said even though something went wrong, and that
    // too.
    String observed = info.level() == Level.INFO ? run.recorded().orElse(null) : null;
    return result(info, run, began, blame(info), failure, observed);
  }

  private static Verdict blame(CaseInfo info) {
    return switch (info.level()) {
      case MUST -> Verdict.FAIL;
      case SHOULD -> Verdict.WARN;
      case INFO -> Verdict.INFO;
    };
  }

  /** Nobody is blamed for what the oracle itself cannot do on this machine. */
  private boolean referenceFails(Sight sight) {
    Oracle oracle = settings.profile().oracle();
    // On a busy machine it may be late; that is no excuse for bytes that are wrong or lost.
    return Reference.play(sight.script(), oracle, server.patience().doubled())
        .filter(
            seen ->
                new Judge(oracle)
                    .judge(sight.law(), sight.script(), seen).stream()
                        .anyMatch(
                            violation -> violation.kind().isTiming() == CaseRun.isTiming(sight)))
        .isPresent();
  }

  private CaseResult result(
      CaseInfo info, CaseRun run, long began, Verdict verdict, Failure failure, String reason) {
    String found = "found in round " + number + ", which --seed " + round.seed() + " repeats";
    String why =
        number == 1 || failure == null ? reason : reason == null ? found : found + ": " + reason;
    return new CaseResult(
        info,
        verdict,
        run.tries(),
        Duration.ofNanos(System.nanoTime() - began),
        Optional.ofNullable(failure),
        Optional.ofNullable(why),
        run.figures(),
        Optional.empty());
  }

  private PropertyExecutionResult reported(CaseResult result, PropertyExecutionResult executed) {
    if (result.verdict() == Verdict.FAIL && result.isExpected()) {
      return executed.mapToAborted(new TestAbortedException(Message.of(result)));
    }
    if (result.didNotFail() && executed != null) {
      Optional<Surprise> surprise =
          surprises().stream()
              .filter(s -> s.kind() == Surprise.Kind.PASSES && s.entry().isAbout(result.info()))
              .findFirst();
      if (surprise.isPresent()) {
        return executed.mapToFailed(new AssertionError(surprise.get().inWords()));
      }
    }
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

  private List<Surprise> surprises() {
    return known.surprises(Catalogue.cases(), settings.profile(), results.all());
  }

  /**
   * @param version of the kit
   * @return what became of the run so far
   */
  public RunResult result(String version) {
    String cut = stopped && error == null ? "The run was stopped before its end." : error;
    if (cut == null && open && results.isEmpty()) {
      cut = "No case could be run.";
    }
    if (cut == null && gone != null && !results.hasFailed()) {
      // Nobody is to blame for it by name, but who is gone does not conform either.
      cut = Character.toUpperCase(gone.charAt(0)) + gone.substring(1);
    }
    return new RunResult(
        version,
        target.name(),
        settings.profile(),
        settings.seed(),
        started,
        Duration.ofNanos(System.nanoTime() - startedNanos),
        Optional.ofNullable(server.facts()),
        explained(),
        Optional.ofNullable(cut),
        surprises(),
        server.notes());
  }

  /** The results by now, diagnosed with all that is known by now. */
  private List<CaseResult> explained() {
    return explainer.explain(results.all(), settings.profile().oracle(), server);
  }

  /** Ends the target and all that it started. */
  @Override
  public void close() {
    server.close();
  }
}

package dev.echospec.engine;

import dev.echospec.expect.KnownFailures;
import dev.echospec.judge.Oracle;
import dev.echospec.property.JqwikOutcome;
import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import org.opentest4j.TestAbortedException;

/** A run of some cases against one target, from its start to its result. */
public final class ConformanceRun implements AutoCloseable {
  /** The section whose cases look at connections that were kept. */
  private static final String LIFETIME = "lifetime";

  private final Settings settings;
  private final KnownFailures known;
  private final RunListener listener;
  private final Target target;
  private final ServerUnderTest server;
  private final Oracle oracle;
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final Results results = new Results();
  private final TimeBudget budget;
  private final Rounds rounds;
  private final PrematureEnd end = new PrematureEnd();
  private final Explainer explainer = new Explainer();
  private final Applicability applicability;
  private final Adjudicator adjudicator;
  private volatile boolean open;
  private boolean neverAnswers;

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
    this(
        target,
        settings,
        known,
        listener,
        new TimeBudget(settings, target.hasFixedPort() ? TimeBudget.PORT_WAIT : Duration.ZERO));
  }

  /** With another time budget than the usual one. */
  ConformanceRun(
      Target target,
      Settings settings,
      KnownFailures known,
      RunListener listener,
      TimeBudget budget) {
    this.target = target;
    this.settings = settings;
    this.known = known;
    this.rounds = new Rounds(settings);
    this.budget = budget;
    this.oracle = settings.profile().oracle();
    this.server =
        new ServerUnderTest(target, oracle, settings.patience(), Optional.of(budget), listener);
    this.listener = RunListener.all(List.of(server.kept(), listener));
    this.applicability = new Applicability(settings, server, end);
    this.adjudicator = new Adjudicator(oracle, server, budget, end, explainer, this.listener);
  }

  /**
   * Tells how long a run may take to get to know its server and to announce its bound, once the
   * server has been started or its port is waited for.
   *
   * @param patience that the user set; empty if it is measured
   * @return the bound of that
   */
  public static Duration meeting(Optional<Duration> patience) {
    return TimeBudget.meeting(patience.orElse(Duration.ZERO)).plus(TimeBudget.PORT_WAIT);
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
      end.notBegun(e);
      throw e;
    }
    neverAnswers = server.manner() == ResponseStyle.NEVER;
    server.probes().casesBegin();
    if (keepsConnections()) {
      server.keepConnections(oracle);
    }
    open = true;
    listener.ready(server.facts());
  }

  /** Only for those cases that ask for them. */
  private boolean keepsConnections() {
    return settings.profile() != Profile.SEQUENTIAL
        && settings.cases().stream().anyMatch(info -> info.section().equals(LIFETIME));
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
    end.stop();
  }

  /** How jqwik is asked to run a property: with so many tries, and a seed. */
  public interface Property extends BiFunction<CaseRun, Integer, PropertyExecutionResult> {}

  /**
   * Runs a case.
   *
   * @param info which
   * @param property runs it
   * @return what jqwik should be told
   */
  public PropertyExecutionResult perform(CaseInfo info, Property property) {
    if (end.isStopped() || !rounds.isFirst() && !budget.isTimeToGoOn()) {
      throw new TestAbortedException("the run was stopped, or its time is up");
    }
    if (end.gone().isEmpty() && budget.isOver()) {
      end.timeIsUp();
    }
    CaseExecution execution = begin(info);
    PropertyExecutionResult executed = null;
    CaseResult result;
    Optional<String> pointless = applicability.pointless(info);
    if (pointless.isPresent()) {
      result = execution.ended(Verdict.SKIP, pointless.get());
    } else if (neverAnswers && !results.isEmpty()) {
      // What the server fails first is said once; the other cases could add nothing.
      result = execution.ended(Verdict.SKIP, "the server never answers");
    } else if (neverAnswers) {
      result = adjudicator.unanswered(execution);
    } else {
      executed = executed(execution, property);
      result = adjudicator.conclude(execution, executed);
      if (end.gone().isEmpty()) {
        result = known.recognise(result);
      }
    }
    return JqwikOutcome.of(ended(result), passes(info), executed);
  }

  private CaseExecution begin(CaseInfo info) {
    int planned = settings.tries(info);
    listener.caseStarted(info, rounds.caseBegins(), rounds.current().cases().size());
    long began = System.nanoTime();
    budget.caseBegins();
    CaseRun run =
        new CaseRun(
            server, oracle, planned, () -> end.isStopped() || budget.isOver(), budget, listener);
    server.forgetShortage();
    server.startAfresh(info.rule().fromStart());
    return new CaseExecution(info, run, rounds, began);
  }

  /** What jqwik makes of the property; where it cannot even begin, that is not passed over. */
  private PropertyExecutionResult executed(CaseExecution execution, Property property) {
    CaseRun run = execution.run();
    PropertyExecutionResult executed;
    try {
      executed = property.apply(run, rounds.current().tries(execution.info()));
    } catch (RuntimeException e) {
      listener.caseEnded(results.add(execution.ended(Verdict.ERROR, "a fault of the kit: " + e)));
      throw e;
    }
    budget.searched(run.searched());
    if (!run.counterexamples().isEmpty()) {
      budget.shrunk(run.counterexamples().sinceFound());
    }
    return executed;
  }

  /**
   * Counts a result.
   *
   * @return what is known of the case by now, over all rounds
   */
  private CaseResult ended(CaseResult result) {
    server.startAfresh(false);
    CaseResult latest = results.add(result);
    if (!budget.isCaseOver()) {
      explainer.ask(latest, oracle, server);
    }
    CaseResult byNow =
        explained().stream().filter(r -> r.info().equals(result.info())).findFirst().orElse(latest);
    listener.caseEnded(byNow);
    return byNow;
  }

  /**
   * @return what the round that is running is asked to do: its cases, with a seed of its own
   */
  public Settings round() {
    return rounds.current();
  }

  /** How much there is to do, and can be done. */
  public Effort effort() {
    RunResult.Facts facts = server.facts();
    int kept = server.kept().count();
    return new Effort(
        settings.thorough(),
        Math.max(1, server.connectionsAtOnce() - kept),
        kept,
        server.echo(),
        facts.roundTrip(),
        budget.longestTry());
  }

  /**
   * Begins another round, of the cases that may yet fail, if that was asked for and time is left.
   */
  public boolean goOn() {
    List<CaseInfo> left =
        settings.cases().stream().filter(info -> results.mayYetFail(info.id())).toList();
    if (end.isStopped() || end.gone().isPresent() || left.isEmpty() || !budget.isTimeToGoOn()) {
      return false;
    }
    budget.goOn(left.size());
    rounds.next(left);
    listener.roundStarted(rounds.number(), round().seed(), left.size());
    return true;
  }

  /** What the file of known failures says of a case that passes and should not, if so. */
  private Optional<StaleExpectation> passes(CaseInfo info) {
    return surprises().stream()
        .filter(s -> s.kind() == StaleExpectation.Kind.PASSES && s.entry().isAbout(info))
        .findFirst();
  }

  private List<StaleExpectation> surprises() {
    return known.surprises(Catalogue.cases(), settings.profile(), results.all());
  }

  /**
   * @param version of the kit
   * @return what became of the run so far
   */
  public RunResult result(String version) {
    return new RunResult(
        version,
        target.name(),
        settings.profile(),
        settings.seed(),
        started,
        Duration.ofNanos(System.nanoTime() - startedNanos),
        Optional.ofNullable(server.facts()),
        explained(),
        end.inWords(open, results),
        surprises(),
        server.notes(),
        server.portWait());
  }

  /** The results by now, diagnosed with all that is known by now. */
  private List<CaseResult> explained() {
    return explainer.explain(results.all(), oracle, server);
  }

  /** Ends the target and all that it started. */
  @Override
  public void close() {
    server.close();
  }
}

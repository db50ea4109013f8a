package dev.echospec.engine;

import dev.echospec.expect.KnownFailures;
import dev.echospec.judge.Oracle;
import dev.echospec.play.Shortage;
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

/** A run of some cases against one target, from its start to its result. */
public final class ConformanceRun implements PropertyRun, AutoCloseable {
  /** The section whose cases judge the kept connections. */
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
  private final KnownFaults faults;
  private boolean neverAnswers;

  /** A run without known failures. */
  public ConformanceRun(Target target, Settings settings, RunListener listener) {
    this(target, settings, KnownFailures.none(), listener);
  }

  /**
   * Prepares a run; {@link #open} starts it.
   *
   * @param target not started
   * @param known the expected failures
   * @param listener is told of the progress
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

  /** A run with another time budget than the usual one. */
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
    this.faults = new KnownFaults(!settings.eachAlone());
    this.adjudicator = new Adjudicator(oracle, server, budget, end, explainer);
  }

  /**
   * Returns how long a run may take to probe its server and announce its bound, from the start of
   * the server or of a wait for its port.
   *
   * @param patience that the user set; empty if it is measured
   */
  public static Duration meeting(Optional<Duration> patience) {
    return TimeBudget.meeting(patience.orElse(Duration.ZERO)).plus(TimeBudget.PORT_WAIT);
  }

  /**
   * Starts the target, waits until it answers and probes it.
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

  private boolean keepsConnections() {
    return settings.profile() != Profile.SEQUENTIAL
        && settings.cases().stream().anyMatch(info -> info.section().equals(LIFETIME));
  }

  /** Returns the settings of the run. */
  public Settings settings() {
    return settings;
  }

  /** Returns true once the target was probed; before that there is nothing to report. */
  public boolean isOpen() {
    return open;
  }

  /** Ends the run soon: the running case is cut short, later ones do not begin. */
  public void stop() {
    end.stop();
  }

  /**
   * Runs a case.
   *
   * @return what became of it, over all rounds by now; empty if the run was stopped or its time is
   *     up, so that the case was not begun
   */
  @Override
  public Optional<CaseResult> perform(CaseInfo info, CaseProperty property) {
    if (end.isStopped() || !rounds.isFirst() && !budget.isTimeToGoOn()) {
      return Optional.empty();
    }
    if (end.gone().isEmpty() && budget.isOver()) {
      end.timeIsUp();
    }
    CaseSession session = begin(info);
    try {
      return Optional.of(ended(result(session, property)));
    } catch (Shortage e) {
      // Nothing can be said of a server where this machine lacks what a connection needs.
      return Optional.of(ended(session.ended(Verdict.ERROR, e.getMessage())));
    }
  }

  private CaseResult result(CaseSession session, CaseProperty property) {
    Optional<String> pointless = applicability.pointless(session.info());
    if (pointless.isPresent()) {
      return session.ended(Verdict.SKIP, pointless.get());
    }
    if (neverAnswers && !results.isEmpty()) {
      // Its silence is reported once; the other cases could add nothing.
      return session.ended(Verdict.SKIP, "the server never answers");
    }
    if (neverAnswers) {
      return adjudicator.unanswered(session).of(1);
    }
    CaseResult result =
        new CaseRun(session, rounds.current(), adjudicator).of(property, this::effort);
    return end.gone().isEmpty() ? known.recognise(result) : result;
  }

  private CaseSession begin(CaseInfo info) {
    listener.caseStarted(info, rounds.caseBegins(), rounds.current().cases().size());
    budget.caseBegins();
    CaseSession session =
        CaseSession.begin(
            info,
            rounds,
            server,
            oracle,
            budget,
            listener,
            faults,
            () -> end.isStopped() || budget.isOver());
    server.forgetShortage();
    server.startAfresh(info.rule().fromStart());
    return session;
  }

  /**
   * Counts a result.
   *
   * @return the result of the case over all rounds by now
   */
  private CaseResult ended(CaseResult result) {
    server.startAfresh(false);
    CaseResult latest = results.add(result);
    if (!budget.isCaseOver()) {
      explainer.ask(latest, oracle, server);
      if (isNewFault(latest)) {
        explainer.test(
            latest, results.all(), oracle, server, () -> end.isStopped() || budget.isCaseOver());
      }
    }
    CaseResult byNow =
        explained().stream().filter(r -> r.info().equals(result.info())).findFirst().orElse(latest);
    listener.caseEnded(byNow);
    return byNow;
  }

  /** A further case that fails of a fault fails of the same cause. */
  private boolean isNewFault(CaseResult latest) {
    return results.all().stream()
        .noneMatch(other -> other.fault() == latest.fault() && !other.info().equals(latest.info()));
  }

  /** Returns the settings of the current round: its cases, with a seed of its own. */
  @Override
  public Settings round() {
    return rounds.current();
  }

  /** Returns what sections scale their scripts by. */
  private Effort effort() {
    RunResult.Facts facts = server.facts();
    int kept = server.kept().count();
    return new Effort(
        settings.thorough(),
        Math.max(1, server.connectionsAtOnce() - kept),
        kept,
        server.echo(),
        facts.roundTrip(),
        server.throughput(),
        budget.longestTry());
  }

  /**
   * Begins another round of the cases that may yet fail, if the settings ask for it and time is
   * left.
   */
  @Override
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

  /**
   * Returns the known failure that a case was expected to have and has not; empty if there is none.
   */
  @Override
  public Optional<StaleExpectation> passes(CaseInfo info) {
    return surprises().stream()
        .filter(s -> s.kind() == StaleExpectation.Kind.PASSES && s.entry().isAbout(info))
        .findFirst();
  }

  private List<StaleExpectation> surprises() {
    return known.surprises(Catalogue.cases(), settings.profile(), results.all());
  }

  /**
   * Returns the result of the run so far.
   *
   * @param version of the kit
   */
  @Override
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

  /** Returns the results by now, with the diagnoses that follow from all of them. */
  private List<CaseResult> explained() {
    return explainer.explain(results.all(), oracle, server);
  }

  /** Ends the target and all that it started. */
  @Override
  public void close() {
    server.close();
  }
}

package dev.echospec.engine;

import dev.echospec.expect.KnownFailures;
import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.Alphabet;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Kept;
import dev.echospec.suite.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run of some cases against one target, from its start to its result. */
public final class ConformanceRun implements PropertyRun, AutoCloseable {
  /** The section whose cases judge the kept connections. */
  private static final String LIFETIME = "lifetime";

  /** The section whose cases are about bytes alone: they may be played beside others. */
  private static final String CONTENT = "transform";

  /** Bytes of a stream that tells how much a server has time for. */
  private static final long SAMPLE = 1 << 20;

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
  private Optional<String> useless = Optional.empty();
  private boolean toldUseless;
  private Company company;
  private int gathered;
  private boolean gatheredAgain;
  private final List<String> notes = new ArrayList<>();

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
    this.company = new Company(server, oracle);
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
    useless =
        server.manner() == ResponseStyle.NEVER
            ? Optional.of("the server never answers")
            : server.probes().otherProtocol().map(protocol -> "the server speaks " + protocol);
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
    if (useless.isPresent()) {
      // It is no echo server, which is reported once; the other cases could add nothing.
      if (toldUseless) {
        return session.ended(Verdict.SKIP, useless.get());
      }
      toldUseless = true;
      return adjudicator.notEchoing(session, useless.get()).of(1);
    }
    CaseResult result = played(session, property);
    return end.gone().isEmpty() ? known.recognise(result) : result;
  }

  /** What is found beside the company's tries may be its fault: the case is then played alone. */
  private CaseResult played(CaseSession session, CaseProperty property) {
    if (company.isOpen()) {
      Optional<CaseResult> beside = run(session).passing(property, this::effort);
      if (beside.isPresent()) {
        return beside.get();
      }
      company.disperse();
      server.forgetShortage();
      // What was played in company is no time of the case, and happens once in a round.
      budget.excused(Duration.ofNanos(System.nanoTime() - session.began()));
      return run(session.anew()).of(property, this::effort);
    }
    return run(session).of(property, this::effort);
  }

  private CaseRun run(CaseSession session) {
    return new CaseRun(session, rounds.current(), adjudicator);
  }

  /** What the cases of content find may decide what the scripts of the others keep clear of. */
  @Override
  public List<List<CaseInfo>> parts() {
    Map<Boolean, List<CaseInfo>> parts =
        rounds.current().cases().stream().collect(Collectors.partitioningBy(this::isOfContent));
    return Stream.of(parts.get(true), parts.get(false)).filter(part -> !part.isEmpty()).toList();
  }

  private boolean isOfContent(CaseInfo info) {
    return info.section().equals(CONTENT) || info.rule().atOnce();
  }

  /**
   * Draws once in a round before its first case, and once more behind the cases of content if what
   * was found by then is kept clear of: what is known makes most tries pass.
   */
  @Override
  public List<CaseInfo> drawnAhead(CaseInfo next) {
    boolean again = gathered == rounds.number();
    boolean isNewsKnown =
        !gatheredAgain && !isOfContent(next) && !faults.isEmpty() && !company.isClean();
    if (again && !isNewsKnown || !faults.areAvoided() || !mayGather()) {
      return List.of();
    }
    gathered = rounds.number();
    gatheredAgain = again;
    company.close();
    company = new Company(server, oracle);
    List<CaseInfo> waiting =
        rounds.current().cases().stream()
            .filter(info -> info.rule().sideBySide())
            .filter(info -> applicability.pointless(info).isEmpty())
            .toList();
    long tries = waiting.stream().mapToLong(rounds.current()::tries).sum();
    if (tries < 2 || tries > Company.MOST_TRIES) {
      return List.of();
    }
    if (!echoesStream()) {
      company.recover();
      return List.of();
    }
    return waiting;
  }

  private boolean mayGather() {
    return useless.isEmpty()
        && !server.facts().sequential()
        && Company.size(server) > 1
        && !server.wear().isKnown()
        && !end.isStopped()
        && end.gone().isEmpty();
  }

  /** How quick it is decides how long the scripts are that are drawn. */
  private boolean echoesStream() {
    Script stream =
        clear()
            .fit(
                server
                    .manner()
                    .fit(Script.conversation(new Payload.Generated(1, SAMPLE, Alphabet.ASCII))));
    try {
      Transcript seen = server.play(stream, Law.ECHO, oracle, server.patience());
      return new Judge(oracle).judge(Law.ECHO, stream, seen).isEmpty();
    } catch (Shortage e) {
      server.forgetShortage();
      return false;
    }
  }

  @Override
  public void draw(CaseInfo info, CaseProperty property) {
    CaseSession session = session(info);
    Settings current = rounds.current();
    property.search(
        new CaseProperty.Plan(
            new CaseWire(session, new Drawing(info, company)),
            current.tries(info),
            current.seed(info),
            this::effort,
            end::isStopped));
  }

  private CaseSession session(CaseInfo info) {
    return CaseSession.begin(
        info,
        rounds,
        server,
        oracle,
        budget,
        listener,
        faults,
        company,
        () -> end.isStopped() || budget.isOver());
  }

  private CaseSession begin(CaseInfo info) {
    server.kept().send(clear().fit(Kept.MESSAGE));
    listener.caseStarted(info, rounds.caseBegins(), rounds.current().cases().size());
    CaseSession session = session(info);
    keepCompany(info);
    budget.caseBegins();
    server.wear().caseBegins();
    server.forgetShortage();
    server.startAfresh(info.rule().fromStart());
    return session;
  }

  private Avoidance clear() {
    return new Avoidance(faults.limitations());
  }

  /** Lets the company play, or waits for it before a case that it would disturb. */
  private void keepCompany(CaseInfo info) {
    if (company.isGathered()) {
      company.begin(budget.ends(), !faults.isEmpty());
    }
    if (company.has(info) || !isOfContent(info)) {
      company.join(() -> listener.tried(0, rounds.current().tries(info)), end::isStopped);
    }
  }

  /**
   * Counts a result.
   *
   * @return the result of the case over all rounds by now
   */
  private CaseResult ended(CaseResult result) {
    server.startAfresh(false);
    CaseResult latest = results.add(result);
    boolean isNew = isNewFault(latest);
    if (!budget.isCaseOver()) {
      explainer.ask(latest, oracle, server);
      if (isNew) {
        explainer.test(
            latest, byNow(), oracle, server, () -> end.isStopped() || budget.isCaseOver());
      }
    }
    if (!settings.eachAlone()) {
      tellApart(isNew ? latest.fault() : 0);
    }
    CaseResult byNow =
        explained().stream().filter(r -> r.info().equals(result.info())).findFirst().orElse(latest);
    listener.caseEnded(byNow);
    return byNow;
  }

  /**
   * Counts faults of the same cause as one, also those that were told as two.
   *
   * @param untold number of the fault that was not told yet; 0 if there is none
   */
  private void tellApart(int untold) {
    SameCause.among(explained())
        .forEach(
            (later, earlier) -> {
              faults.same(later, earlier, later != untold);
              results.same(later, earlier);
              if (later != untold) {
                notes.add("Fault " + later + " is fault " + earlier + ": one cause explains both");
              }
            });
  }

  /** A further case that fails of a fault fails of the same cause. */
  private boolean isNewFault(CaseResult latest) {
    return latest.fault() > 0
        && byNow().stream()
            .noneMatch(
                other -> other.fault() == latest.fault() && !other.info().equals(latest.info()));
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
    return known.surprises(Catalogue.cases(), settings.profile(), byNow());
  }

  /**
   * Returns how to print failures of this run.
   *
   * @param folder where the failure files are, if there are any
   */
  public FailureText texts(Optional<Path> folder) {
    return new FailureText(oracle, target.name(), folder);
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
        Stream.concat(server.notes().stream(), notes.stream()).toList(),
        server.portWait());
  }

  private List<CaseResult> byNow() {
    return results.all().stream().map(faults::byNow).toList();
  }

  /** Returns the results by now, with the diagnoses that follow from all of them. */
  private List<CaseResult> explained() {
    return explainer.explain(byNow(), oracle, server);
  }

  /** Ends the target and all that it started. */
  @Override
  public void close() {
    company.close();
    server.close();
  }
}

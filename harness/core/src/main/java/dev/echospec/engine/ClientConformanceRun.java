package dev.echospec.engine;

import dev.echospec.client.judge.ClientJudge;
import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.ClientUnderTest;
import dev.echospec.client.script.ServerScript;
import dev.echospec.expect.KnownFailures;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.RunResult;
import dev.echospec.result.Seconds;
import dev.echospec.result.StaleExpectation;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.ScriptText;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A run of some cases against one client, from its start to its result. */
public final class ClientConformanceRun implements PropertyRun, AutoCloseable {
  /** No case has this name: a client that ends with 127 when it reads it knows that convention. */
  private static final String MADE_UP = "client/made-up-to-see-what-you-say";

  private static final String ORDINARY = "client/ends";

  /** Bound of the first run, when nothing is known yet. */
  private static final ClientPatience FIRST = new ClientPatience(Duration.ofSeconds(10));

  /** A user needs a while to start a client by hand. */
  private static final ClientPatience BY_HAND = new ClientPatience(Duration.ofMinutes(10));

  private static final int BY_HAND_FACTOR = 20;
  private static final int PLAIN_RUNS = 3;
  private static final int PATIENCE = 8;

  private final ClientUnderTest client;
  private final String name;
  private final Settings settings;
  private final KnownFailures known;
  private final RunListener listener;
  private final ClientBench bench;
  private final Results results = new Results();
  private final ClientFailures faults = new ClientFailures();
  private final PrematureEnd end = new PrematureEnd();
  private final Instant started = Instant.now();
  private final long startedNanos = System.nanoTime();
  private final List<String> notes = new ArrayList<>();
  private ClientBudget budget;
  private ClientPatience patience = FIRST;
  private Duration plainRun = Duration.ZERO;
  private boolean knowsUnsupported;
  private Optional<ClientObservation> neverConnected = Optional.empty();
  private volatile boolean open;
  private int begun;

  /**
   * Prepares a run; {@link #open} starts it.
   *
   * @param client closed by this run
   * @param mode how the client's output is compared with the echo
   * @param known the expected failures
   * @param listener is told of the progress
   */
  public ClientConformanceRun(
      ClientUnderTest client,
      OutputMode mode,
      Settings settings,
      KnownFailures known,
      RunListener listener) {
    this.client = client;
    this.name = name(client, mode);
    this.settings = settings;
    this.known = known;
    this.listener = listener;
    this.budget = budget();
    this.bench =
        new ClientBench(client, new ClientJudge(mode, settings.profile().oracle()), end::isStopped);
  }

  private ClientBudget budget() {
    return new ClientBudget(
        (settings.thorough() ? Settings.THOROUGH : 1)
            * (client.endsWithItsConnection() ? BY_HAND_FACTOR : 1));
  }

  /**
   * Runs the client a few times, to see that it starts, whether it connects, and how long a run
   * takes.
   *
   * @throws TargetException if it cannot be started; for the user
   */
  public void open() throws TargetException {
    prepare();
    try {
      if (client.endsWithItsConnection()) {
        patience = BY_HAND;
      } else {
        meet();
      }
    } catch (UncheckedIOException e) {
      TargetException failed = new TargetException(e.getCause().getMessage());
      end.notBegun(failed);
      throw failed;
    }
    client
        .fixedMessage()
        .ifPresent(
            bytes ->
                notes.add(
                    "the client always sends "
                        + ScriptText.textBeside(bytes).strip()
                        + ": no other message was tried"));
    open = true;
  }

  private void prepare() throws TargetException {
    try {
      client.prepare();
    } catch (TargetException e) {
      end.notBegun(e);
      throw e;
    }
    // What it takes to pull or build an image is not a matter of the client.
    budget = budget();
  }

  private void meet() {
    ServerScript plain = ServerScript.inPieces(Payload.of("Hello World!"), List.of(), 0);
    Optional<ClientObservation> first = bench.play(plain, ClientLaw.ENDS, MADE_UP, FIRST);
    if (first.isEmpty()) {
      return;
    }
    ClientTranscript seen = first.get().transcript();
    knowsUnsupported =
        seen.status().filter(status -> status == ClientTranscript.UNSUPPORTED).isPresent();
    if (seen.conversations().isEmpty() && !knowsUnsupported) {
      neverConnected = first;
    }
    List<Duration> took = new ArrayList<>();
    int runs = seen.wasEnded() || neverConnected.isPresent() ? 0 : PLAIN_RUNS;
    for (int i = 0; i < runs; i++) {
      bench
          .play(plain, ClientLaw.ENDS, ORDINARY, FIRST)
          .ifPresent(again -> took.add(again.transcript().elapsed()));
    }
    plainRun = took.stream().sorted().skip(took.size() / 2).findFirst().orElse(Duration.ZERO);
    // A machine that is busy for a moment must not make the client slow.
    Duration measured = Collections.min(List.of(plainRun.multipliedBy(PATIENCE), FIRST.idle()));
    patience =
        new ClientPatience(
            settings
                .patience()
                .orElse(
                    measured.compareTo(ClientPatience.FLOOR) > 0
                        ? measured
                        : ClientPatience.FLOOR));
  }

  /**
   * Returns a sentence for the user: how the client is run, and when the run ends at the latest.
   */
  public String announcement() {
    Duration bound = budget.bound(settings.cases().size(), patience);
    if (client.endsWithItsConnection()) {
      return "Start the client each time you are asked to; a run waits "
          + Seconds.of(patience.idle())
          + " for it; ends within "
          + Seconds.of(bound)
          + ".";
    }
    String message =
        switch (client.messages()) {
          case ANY -> "reads its message from its standard input";
          case TEXT -> "is told its message";
          case FIXED -> "always sends the same message";
        };
    return "The client "
        + message
        + "; a run takes "
        + Seconds.of(plainRun)
        + ", "
        + (bench.atOnce() == 1 ? "one at a time" : bench.atOnce() + " at a time")
        + ", patience "
        + Seconds.of(patience.idle())
        + "; ends within "
        + Seconds.of(bound)
        + ".";
  }

  /** Returns the client as a user would write it behind a command of the kit. */
  public static String name(ClientUnderTest client, OutputMode mode) {
    return (mode == OutputMode.CONTAINS
            ? ""
            : "--output " + mode.name().toLowerCase(Locale.ROOT) + " ")
        + client.name();
  }

  /** Returns true once the client was met; before that there is nothing to report. */
  public boolean isOpen() {
    return open;
  }

  /** Ends the run soon: the running case is cut short, later ones do not begin. */
  public void stop() {
    end.stop();
  }

  @Override
  public Optional<CaseResult> perform(CaseInfo info, CaseProperty property) {
    if (end.isStopped()) {
      return Optional.empty();
    }
    listener.caseStarted(info, ++begun, settings.cases().size());
    CaseResult result = result(info, property);
    if (result.verdict() == Verdict.INCONCLUSIVE && isMorePatient() && !end.isStopped()) {
      // The machine has become busier since the client was met: the case is tried once more.
      bench.sweep();
      CaseResult again = result(info, property);
      result = again.tries() == 0 ? result : again;
    }
    result = known.recognise(result);
    bench.sweep();
    if (end.isStopped() && result.tries() == 0) {
      return Optional.empty();
    }
    CaseResult latest = results.add(result);
    listener.caseEnded(latest);
    return Optional.of(latest);
  }

  /** Doubles the patience, up to a bound, if it was measured; says whether it did. */
  private boolean isMorePatient() {
    boolean may = settings.patience().isEmpty() && patience.idle().compareTo(FIRST.idle()) < 0;
    if (may) {
      patience = patience.doubled();
    }
    return may;
  }

  private CaseResult result(CaseInfo info, CaseProperty property) {
    if (!info.isFor(settings.profile())) {
      return skipped(info, "not for the profile " + settings.profile().id());
    }
    if (neverConnected.isPresent()) {
      return unconnected(info, neverConnected.get());
    }
    try {
      return new ClientCaseRun(
              info,
              bench,
              patience,
              plainRun,
              knowsUnsupported,
              faults,
              listener,
              end::isStopped,
              budget)
          .of(property, settings.tries(info), settings.seed(info));
    } catch (UncheckedIOException e) {
      return new CaseResult(
          info,
          Verdict.ERROR,
          0,
          Duration.ZERO,
          Optional.empty(),
          Optional.of(String.valueOf(e.getCause().getMessage())));
    }
  }

  /** That it does not connect is told once; the other cases could add nothing. */
  private CaseResult unconnected(CaseInfo info, ClientObservation seen) {
    if (!faults.all().isEmpty() || info.level() != Level.MUST) {
      return skipped(info, "the client never connects");
    }
    Failure failure = ClientFailures.of(seen, 1, seen.script().message().length());
    CaseResult result =
        new CaseResult(
            info,
            Verdict.FAIL,
            1,
            seen.transcript().elapsed(),
            Optional.of(failure),
            Optional.empty());
    return result.of(faults.numberOf(failure));
  }

  private static CaseResult skipped(CaseInfo info, String reason) {
    return new CaseResult(
        info, Verdict.SKIP, 0, Duration.ZERO, Optional.empty(), Optional.of(reason));
  }

  @Override
  public RunResult result(String version) {
    return new RunResult(
        version,
        name,
        settings.profile(),
        settings.seed(),
        started,
        Duration.ofNanos(System.nanoTime() - startedNanos),
        Optional.empty(),
        results.all(),
        end.inWords(open, results),
        surprises(),
        notes);
  }

  private List<StaleExpectation> surprises() {
    return known.surprises(Catalogue.clientCases(), settings.profile(), results.all());
  }

  @Override
  public Optional<StaleExpectation> passes(CaseInfo info) {
    return surprises().stream()
        .filter(s -> s.kind() == StaleExpectation.Kind.PASSES && s.entry().isAbout(info))
        .findFirst();
  }

  @Override
  public Settings round() {
    return settings;
  }

  /** A client's cases are run once. */
  @Override
  public boolean goOn() {
    return false;
  }

  /** Ends the client and all that it started. */
  @Override
  public void close() {
    bench.close();
  }
}

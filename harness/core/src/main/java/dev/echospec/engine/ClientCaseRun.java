package dev.echospec.engine;

import dev.echospec.client.judge.ClientDiagnosis;
import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.Conversation;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Effort;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs one case of a client: search, shrink, confirm, explain, decide. */
final class ClientCaseRun {
  /** Replays of a failure; a timing failure must repeat in all of them. */
  private static final int REPLAYS = 3;

  /** A client that was given this much less time may be late without being slow. */
  private static final Duration SHORTEST = Duration.ofMillis(600);

  /** A client may have a time-out of its own: the reference client's is 10 s. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private final CaseInfo info;
  private final ClientBench bench;
  private final ClientPatience patience;
  private final Duration plainRun;
  private final boolean knowsUnsupported;
  private final ClientFailures faults;
  private final RunListener listener;
  private final BooleanSupplier stopped;
  private final ClientBudget budget;
  private final long began = System.nanoTime();

  /**
   * Runs nothing yet.
   *
   * @param plainRun duration of an ordinary run
   * @param knowsUnsupported true if status 127 of this client means "not supported"
   * @param stopped true when the run of the kit is to end
   */
  ClientCaseRun(
      CaseInfo info,
      ClientBench bench,
      ClientPatience patience,
      Duration plainRun,
      boolean knowsUnsupported,
      ClientFailures faults,
      RunListener listener,
      BooleanSupplier stopped,
      ClientBudget budget) {
    this.info = info;
    this.bench = bench;
    this.patience = patience;
    this.plainRun = plainRun;
    this.knowsUnsupported = knowsUnsupported;
    this.faults = faults;
    this.listener = listener;
    this.stopped = stopped;
    this.budget = budget;
  }

  CaseResult of(CaseProperty property, int tries, String seed) {
    int[] done = {0};
    BooleanSupplier timeIsUp = budget.search();
    ClientSearch search =
        new ClientSearch(
            bench,
            info.id(),
            this::patience,
            () -> stopped.getAsBoolean() || timeIsUp.getAsBoolean(),
            () -> listener.tried(++done[0], tries));
    CaseProperty.Outcome outcome =
        property.search(
            new CaseProperty.Plan(search, tries, seed, () -> Effort.ORDINARY, search::isOver));
    search.finish();
    if (outcome.thrown().isPresent()) {
      return ended(Verdict.ERROR, search, Optional.of(outcome.thrown().get().toString()));
    }
    if (search.isHostNeeded()) {
      return ended(
          Verdict.SKIP, search, Optional.of("the client is not told its host: see {host}"));
    }
    if (knowsUnsupported && search.isUnsupported()) {
      return ended(
          Verdict.SKIP,
          search,
          Optional.of("the client does not support it: its exit status was 127"));
    }
    if (search.tries() == 0) {
      return ended(Verdict.SKIP, search, Optional.of(CaseResult.TIME_UP + "the first try"));
    }
    if (search.failures().isEmpty()) {
      return passed(search);
    }
    return failed(search);
  }

  private ClientPatience patience(ClientLaw law) {
    return law == ClientLaw.TIRES && patience.idle().compareTo(SILENCE) < 0
        ? new ClientPatience(SILENCE)
        : patience;
  }

  private CaseResult passed(ClientSearch search) {
    List<ClientTranscript> seen =
        search.seen().stream().map(ClientObservation::transcript).toList();
    boolean isObserved = search.seen().stream().anyMatch(o -> o.law() == ClientLaw.OBSERVED);
    if (isObserved) {
      return ended(Verdict.INFO, search, Optional.of(inWords(seen.get(0))));
    }
    boolean resets =
        search.seen().stream().anyMatch(o -> o.law() == ClientLaw.CLOSES)
            && seen.stream()
                .flatMap(one -> one.conversations().stream())
                .anyMatch(c -> c.played() && c.end() == Conversation.End.RESET);
    return ended(
        Verdict.PASS,
        search,
        resets
            ? Optional.of("it resets its connection once it has everything, and does not close it")
            : Optional.empty());
  }

  private static String inWords(ClientTranscript seen) {
    String how =
        seen.status().map(s -> "it ends with exit status " + s).orElse("it does not end by itself");
    return how + " and prints " + (seen.stdout().total() == 0 ? "nothing" : "something");
  }

  private CaseResult failed(ClientSearch search) {
    ClientObservation first = Collections.min(search.failures(), ClientFailures.bySimplicity());
    int foundAfter = search.seen().indexOf(first) + 1;
    long bytes = first.script().message().length();
    if (first.law() == ClientLaw.TIRES) {
      int failed = search.failures().size();
      Failure silent =
          ClientFailures.of(first, foundAfter, bytes).replayed(search.tries() - 1, failed - 1);
      return failed < search.tries() ? inconclusive(search, silent) : blamed(search, silent);
    }
    listener.shrinking(bytes);
    BooleanSupplier timeIsUp = budget.shrink();
    ClientObservation shortest =
        new ClientShrinking(
                bench,
                info.id(),
                quick(),
                () -> stopped.getAsBoolean() || timeIsUp.getAsBoolean(),
                listener::shrinking)
            .shortest(first);
    Failure confirmed = confirmed(shortest, foundAfter, bytes);
    if (!isSure(confirmed) && !shortest.equals(first)) {
      confirmed = confirmed(first, foundAfter, bytes);
    }
    return isSure(confirmed) ? blamed(search, confirmed) : inconclusive(search, confirmed);
  }

  private ClientPatience quick() {
    Duration some = plainRun.multipliedBy(4).plus(SHORTEST);
    return some.compareTo(patience.idle()) < 0 ? new ClientPatience(some) : patience;
  }

  private static boolean isSure(Failure failure) {
    return failure.sight().kind().isTiming()
        ? failure.replaysFailed() == failure.replays() && failure.replays() > 0
        : failure.replaysFailed() > 0;
  }

  private Failure confirmed(ClientObservation failing, int foundAfter, long bytes) {
    listener.confirming(1, REPLAYS);
    ClientPatience waits =
        failing.kind().isTiming() ? patience(failing.law()).doubled() : patience(failing.law());
    List<ClientObservation> again =
        bench.playAll(
            Collections.nCopies(REPLAYS, failing.script()), failing.law(), info.id(), waits);
    List<ClientObservation> failed =
        again.stream().filter(one -> ClientShrinking.isAlike(failing, one)).toList();
    // The replay had the whole patience: what it shows is told.
    ClientObservation told = failed.isEmpty() ? failing : failed.get(0);
    return ClientFailures.of(told, foundAfter, bytes).replayed(again.size(), failed.size());
  }

  private CaseResult inconclusive(ClientSearch search, Failure failure) {
    boolean timing = failure.sight().kind().isTiming();
    return result(
        timing ? Verdict.INCONCLUSIVE : verdict(),
        search,
        Optional.of(
            timing ? "it was late, and in time when replayed" : "it failed once, and in no replay"),
        Optional.of(failure));
  }

  private CaseResult blamed(ClientSearch search, Failure failure) {
    Failure told = failure.diagnosed(diagnosis(failure.client().orElseThrow()));
    CaseResult result = result(verdict(), search, Optional.empty(), Optional.of(told));
    return result.isBlamed() ? result.of(faults.numberOf(told)) : result;
  }

  private Optional<Diagnosis> diagnosis(ClientObservation failing) {
    BooleanSupplier timeIsUp = budget.diagnose();
    return ClientDiagnosis.of(
        failing,
        (script, law) ->
            stopped.getAsBoolean()
                    || timeIsUp.getAsBoolean()
                    || !bench.inputs().areVariable()
                        && !bench.inputs().fit(script).message().equals(script.message())
                ? Optional.empty()
                : bench.play(script, law, info.id(), quick()));
  }

  private Verdict verdict() {
    return switch (info.level()) {
      case MUST -> Verdict.FAIL;
      case SHOULD -> Verdict.WARN;
      case INFO -> Verdict.INFO;
    };
  }

  private CaseResult ended(Verdict verdict, ClientSearch search, Optional<String> reason) {
    return result(verdict, search, reason, Optional.empty());
  }

  private CaseResult result(
      Verdict verdict, ClientSearch search, Optional<String> reason, Optional<Failure> failure) {
    return new CaseResult(
        info,
        verdict,
        search.tries(),
        Duration.ofNanos(System.nanoTime() - began),
        failure,
        reason);
  }
}

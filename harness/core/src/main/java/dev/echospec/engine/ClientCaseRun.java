package dev.echospec.engine;

import dev.echospec.client.judge.ClientDiagnosis;
import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.ClientPatience;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.Conversation;
import dev.echospec.diagnosis.Diagnosis;
import dev.echospec.engine.ClientRecognition.Recognised;
import dev.echospec.generalise.Extent;
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
import java.util.function.Predicate;

/** Runs one case of a client: search, recognise, shrink, confirm, explain, decide, generalise. */
final class ClientCaseRun {
  /** Replays of a failure; a timing failure must repeat in all of them. */
  private static final int REPLAYS = 3;

  /** Tries in which a case that fails of a known fault looks for another. */
  private static final int FURTHER = 20;

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
  private final Avoidance avoidance;
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
    this.avoidance = new Avoidance(faults.limitations().all());
    this.listener = listener;
    this.stopped = stopped;
    this.budget = budget;
  }

  /**
   * What a search came to.
   *
   * @param search the last one
   * @param thrown by the method of the case
   */
  private record Searched(ClientSearch search, Optional<Throwable> thrown) {
    boolean isClean() {
      return search.failures().isEmpty() && thrown.isEmpty();
    }
  }

  CaseResult of(CaseProperty property, int tries, String seed) {
    BooleanSupplier timeIsUp = budget.search();
    BooleanSupplier over = () -> stopped.getAsBoolean() || timeIsUp.getAsBoolean();
    Searched searched = search(property, tries, seed, over);
    ClientSearch search = searched.search();
    if (searched.thrown().isPresent()) {
      return ended(Verdict.ERROR, search, Optional.of(searched.thrown().get().toString()));
    }
    if (search.isHostNeeded()) {
      return ended(
          Verdict.SKIP, search, Optional.of("the client is not told its host: see {host}"));
    }
    Optional<ClientTranscript> unsupported =
        knowsUnsupported ? search.unsupported() : Optional.empty();
    if (unsupported.isPresent()) {
      // A shell ends with the same status where it does not find a program, and says so.
      return ended(
          Verdict.SKIP,
          search,
          Optional.of(
              "the client does not support it: its exit status was "
                  + ClientTranscript.UNSUPPORTED
                  + unsupported.get().lastLine().map(line -> ", it said: " + line).orElse("")));
    }
    if (search.tries() == 0) {
      return ended(Verdict.SKIP, search, Optional.of(CaseResult.TIME_UP + "the first try"));
    }
    if (search.failures().isEmpty()) {
      return passed(search);
    }
    ClientObservation first = Collections.min(search.failures(), ClientFailures.bySimplicity());
    if (first.law() == ClientLaw.TIRES) {
      return tireless(search, first);
    }
    Optional<Recognised> same = recognised(first);
    if (same.isPresent()) {
      ClientObservation known = same.get().known().client().orElseThrow();
      ClientSearch further =
          searchOnce(property, Math.min(tries, FURTHER), seed, one -> bench.shows(known, one), over)
              .search();
      Optional<ClientObservation> other =
          further.failures().stream().min(ClientFailures.bySimplicity());
      return other.isPresent() && recognised(other.get()).isEmpty()
          ? failed(further, other.get())
          : failed(search, first, same.get());
    }
    return failed(search, first);
  }

  private Optional<Recognised> recognised(ClientObservation failing) {
    return new ClientRecognition(bench, info.id(), patience(failing.law()))
        .among(faults.all(), failing);
  }

  /**
   * Searches with scripts that keep clear of what the client is known not to take. A case whose
   * rule is about that very content goes on with it where nothing else was found.
   */
  private Searched search(CaseProperty property, int tries, String seed, BooleanSupplier over) {
    Searched clear = searchOnce(property, tries, seed, one -> false, over);
    if (clear.isClean() && avoidance.hasChanged() && hasChangedItsMind(over)) {
      avoidance.beginAnew(faults.limitations().all());
      clear = searchOnce(property, tries, seed, one -> false, over);
    }
    boolean isAboutIt = info.rule().content() && avoidance.hasChanged();
    if (!clear.isClean() || !isAboutIt || over.getAsBoolean()) {
      return clear;
    }
    avoidance.end();
    return searchOnce(property, tries, seed, one -> false, over);
  }

  private Searched searchOnce(
      CaseProperty property,
      int tries,
      String seed,
      Predicate<ClientObservation> known,
      BooleanSupplier over) {
    int[] done = {0};
    ClientSearch search =
        new ClientSearch(
            bench,
            info.id(),
            avoidance,
            this::patience,
            known,
            over,
            () -> listener.tried(++done[0], tries));
    CaseProperty.Outcome outcome =
        property.search(
            new CaseProperty.Plan(search, tries, seed, () -> Effort.ORDINARY, search::isOver));
    search.finish();
    return new Searched(search, outcome.thrown());
  }

  /** Looks whether a client takes now what it did not take before, where that is due. */
  private boolean hasChangedItsMind(BooleanSupplier over) {
    boolean any = false;
    for (int number : faults.limitations().due()) {
      if (!over.getAsBoolean() && isTaken(faults.all().get(number - 1))) {
        faults.limitations().passed(number);
        any = true;
      }
    }
    return any;
  }

  private boolean isTaken(Failure fault) {
    ClientObservation known = fault.client().orElseThrow();
    List<ClientObservation> again =
        bench.playAll(
            Collections.nCopies(KnownFaults.LOOKS, known.script()),
            known.law(),
            info.id(),
            patience(known.law()));
    return again.size() == KnownFaults.LOOKS
        && again.stream().allMatch(one -> one.violations().isEmpty());
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

  /** Settles a case of a client that waits for a silent server without a bound. */
  private CaseResult tireless(ClientSearch search, ClientObservation first) {
    int failed = search.failures().size();
    Failure silent =
        ClientFailures.of(first, search.seen().indexOf(first) + 1, bytes(first))
            .replayed(search.tries() - 1, failed - 1);
    return failed < search.tries() ? inconclusive(search, silent) : blamed(search, silent);
  }

  private static long bytes(ClientObservation seen) {
    return seen.script().message().length();
  }

  /** Settles a case that fails of a fault which the run has told already. */
  private CaseResult failed(ClientSearch search, ClientObservation first, Recognised same) {
    Failure told =
        ClientFailures.of(same.again(), search.seen().indexOf(first) + 1, bytes(first))
            .diagnosed(same.known().diagnosis());
    CaseResult result = result(verdict(), search, Optional.empty(), Optional.of(told));
    return result.isBlamed() ? result.of(same.number()) : result;
  }

  private CaseResult failed(ClientSearch search, ClientObservation first) {
    int foundAfter = search.seen().indexOf(first) + 1;
    long bytes = bytes(first);
    listener.shrinking(bytes);
    BooleanSupplier timeIsUp = budget.shrink();
    ClientObservation shortest =
        new ClientShrinking(
                bench,
                info.id(),
                avoidance,
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
        again.stream().filter(one -> isConfirmed(failing, one)).toList();
    // The replay had the whole patience: what it shows is told.
    ClientObservation told = failed.isEmpty() ? failing : failed.get(0);
    return ClientFailures.of(told, foundAfter, bytes).replayed(again.size(), failed.size());
  }

  /** With more patience a client may give up by itself, and break the same law in another way. */
  private static boolean isConfirmed(ClientObservation failing, ClientObservation again) {
    return !again.violations().isEmpty()
        && (failing.kind().isTiming() || failing.kind() == again.kind());
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
    if (!result.isBlamed() || faults.isKnown(told)) {
      return result.isBlamed() ? result.of(faults.numberOf(told)) : result;
    }
    int number = faults.numberOf(told);
    Extent extent = extent(told);
    extent.limitation().ifPresent(one -> faults.limitations().add(number, one));
    return result.with(Optional.of(told.reaching(extent.sentences()))).of(number);
  }

  private Extent extent(Failure failure) {
    BooleanSupplier timeIsUp = budget.generalise();
    return ClientGeneraliser.measure(
        bench,
        info.id(),
        failure,
        quick(),
        () -> stopped.getAsBoolean() || timeIsUp.getAsBoolean());
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
        reason,
        List.of(),
        Optional.empty(),
        0,
        avoidance.avoided());
  }
}

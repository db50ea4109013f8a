package dev.echospec.engine;

import dev.echospec.engine.Confirmation.Confirmed;
import dev.echospec.engine.KnownFaults.Known;
import dev.echospec.engine.WearOut.Worn;
import dev.echospec.generalise.Extent;
import dev.echospec.play.Shortage;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Step;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Violated.Observation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs one case: search, recognise, shrink, confirm, decide, generalise. */
final class CaseRun {
  private final CaseSession session;
  private final Settings settings;
  private final Adjudicator adjudicator;
  private final Recognition recognition;

  /** Runs a case with the settings of the current round. */
  CaseRun(CaseSession session, Settings settings, Adjudicator adjudicator) {
    this.session = session;
    this.settings = settings;
    this.adjudicator = adjudicator;
    this.recognition = new Recognition(session);
  }

  /**
   * Returns what became of the case.
   *
   * @throws Shortage if this machine lacks what a connection needs
   */
  CaseResult of(CaseProperty property, Supplier<Effort> effort) {
    Searched searched = search(property, effort);
    Optional<Worn> worn = searched.search().worn();
    Optional<Known> same =
        hasFailed() && worn.isEmpty() ? known(searched.search(), property) : Optional.empty();
    if (same.isEmpty() && hasFailed() && worn.isEmpty()) {
      new Shrinking(session).shorten(searched.outcome().failing(), property);
    }
    session
        .server()
        .shortage()
        .ifPresent(
            shortage -> {
              throw shortage;
            });
    if (session.findings().skipReason().isPresent()) {
      return session.ended(Verdict.SKIP, session.findings().skipReason().get());
    }
    adjudicator.lookAfterwards(session);
    if (!hasFailed()) {
      return adjudicator.withoutFailure(session, searched.search(), searched.outcome().thrown());
    }
    return same.isPresent()
        ? failing(same.get())
        : failing(new Confirmation(session, worn.isPresent()).confirm(), property, worn);
  }

  /** Returns the known fault of which the case fails; empty if it may be a new one. */
  private Optional<Known> known(Search search, CaseProperty property) {
    if (!search.isKnownWear()) {
      return recognition.ofFailure(property);
    }
    Optional<Known> wear = session.faults().wear();
    // What the case has played has more connections than it takes.
    wear.map(Known::sight).ifPresent(session.counterexamples()::shorter);
    return wear;
  }

  /**
   * Returns what became of the case if each of its tries passes at once and the server survives
   * them; empty if there is anything else to say, for which something played beside them may be the
   * reason.
   */
  Optional<CaseResult> passing(CaseProperty property, Supplier<Effort> effort) {
    Searched searched = searchOnce(property, effort);
    boolean passes =
        searched.search().isClean()
            && searched.outcome().thrown().isEmpty()
            && !session.survival().isLost()
            && session.findings().skipReason().isEmpty()
            && session.server().shortage().isEmpty()
            && session.server().examine().isEmpty();
    return passes
        ? Optional.of(
            adjudicator.withoutFailure(session, searched.search(), searched.outcome().thrown()))
        : Optional.empty();
  }

  /**
   * What a search came to.
   *
   * @param search the last one
   * @param outcome of it
   */
  private record Searched(Search search, CaseProperty.Outcome outcome) {}

  /**
   * Searches with scripts that keep clear of what the server is known not to take. A case whose
   * rule is about that very content goes on with it where nothing else was found.
   */
  private Searched search(CaseProperty property, Supplier<Effort> effort) {
    Searched clear = searchOnce(property, effort);
    Avoidance avoidance = session.avoidance();
    if (!hasFailed() && avoidance.hasChanged() && hasChangedItsMind()) {
      avoidance.beginAnew(session.limitations());
      clear = searchOnce(property, effort);
    }
    boolean isAboutIt = session.info().rule().content() && avoidance.hasChanged();
    if (hasFailed() || !isAboutIt || session.isOver()) {
      return clear;
    }
    avoidance.end();
    return searchOnce(property, effort);
  }

  /** Looks whether a server takes now what it did not take before, where that is due. */
  private boolean hasChangedItsMind() {
    List<Known> passing =
        session.faults().due().stream().filter(known -> !recognition.stillShows(known)).toList();
    passing.forEach(session.faults()::passed);
    return !passing.isEmpty();
  }

  private Searched searchOnce(CaseProperty property, Supplier<Effort> effort) {
    Search search = new Search(session);
    CaseProperty.Outcome outcome =
        search.in(property, settings.tries(session.info()), settings.seed(session.info()), effort);
    return new Searched(search, outcome);
  }

  private boolean hasFailed() {
    return !session.counterexamples().isEmpty();
  }

  /** What comes and goes may fail in each of a few replays as well. */
  private static boolean mayBeLossAtHalfClose(Failure failure) {
    Observation sight = failure.sight();
    return sight.kind().isCutOff()
        && (failure.replaysFailed() < failure.replays()
            || sight.script().steps().stream().anyMatch(Step.HalfClose.class::isInstance));
  }

  /** Settles a case that fails of a fault which the run has told already. */
  private CaseResult failing(Known same) {
    List<Observation> all = session.counterexamples().all();
    Confirmed recognised = Confirmed.recognised(all.get(all.size() - 1));
    CaseResult result = adjudicator.ofFailure(session, recognised);
    return result.isBlamed() ? result.of(same.number()) : result;
  }

  /** Settles a case that fails of a new fault, and measures how far the fault reaches. */
  private CaseResult failing(Confirmed confirmed, CaseProperty property, Optional<Worn> worn) {
    CaseResult result = adjudicator.ofFailure(session, confirmed);
    if (!result.isBlamed()) {
      return result;
    }
    Optional<Known> same = recognition.ofShorter(confirmed.sight());
    if (same.isPresent()) {
      return result.of(same.get().number());
    }
    Failure failure = result.failure().orElseThrow();
    Optional<Integer> lost =
        mayBeLossAtHalfClose(failure) ? session.server().lookAtHalfCloses() : Optional.empty();
    worn.map(Worn::served).ifPresent(session.server().wear()::wornOutBy);
    // A variant of a conversation that wears the server out would have to be played as often.
    Extent extent =
        worn.map(one -> new Extent(one.extent(), Optional.empty()))
            .orElseGet(() -> new Generaliser(session).measure(failure));
    int number =
        session.faults().add(failure.sight(), property, extent.limitation(), lost.orElse(1));
    if (worn.isPresent()) {
      session.faults().lastWearsOut();
      session.budget().searchesLess();
    }
    return result.with(Optional.of(failure.reaching(extent.sentences()))).of(number);
  }
}

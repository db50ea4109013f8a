package dev.echospec.engine;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result of each case, over all rounds of a run. */
final class Results {
  /** In the order in which the cases ran first. */
  private final Map<String, CaseResult> byId = new LinkedHashMap<>();

  /**
   * Adds a result: tries and time are added to those of earlier rounds, and the worse verdict
   * counts, with all that belongs to it.
   *
   * @return the result of the case over all rounds by now
   */
  CaseResult add(CaseResult latest) {
    return byId.merge(latest.info().id(), latest, Results::both);
  }

  /** Counts what fails of one fault as failing of another. */
  void same(int fault, int other) {
    byId.replaceAll((id, one) -> one.fault() == fault ? one.of(other) : one);
  }

  private static CaseResult both(CaseResult earlier, CaseResult latest) {
    CaseResult worse =
        latest.verdict().severity() > earlier.verdict().severity() ? latest : earlier;
    Optional<Failure> failure =
        worse == latest
            ? latest.failure().map(found -> after(earlier.tries(), found))
            : earlier.failure();
    return new CaseResult(
        worse.info(),
        worse.verdict(),
        earlier.tries() + latest.tries(),
        earlier.took().plus(latest.took()),
        failure,
        worse.reason(),
        worse.figures(),
        worse.known(),
        worse.fault(),
        worse.avoids());
  }

  private static Failure after(int tries, Failure failure) {
    return new Failure(
        failure.sight(),
        tries + failure.foundAfter(),
        failure.bytesAtFirst(),
        failure.replays(),
        failure.replaysFailed(),
        failure.death(),
        failure.diagnosis(),
        failure.extent());
  }

  List<CaseResult> all() {
    return List.copyOf(byId.values());
  }

  boolean hasFailed() {
    return byId.values().stream().anyMatch(result -> result.verdict() == Verdict.FAIL);
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** True if a further round of the case could still find a failure. */
  boolean mayYetFail(String id) {
    return Optional.ofNullable(byId.get(id))
        .map(CaseResult::verdict)
        .filter(verdict -> verdict == Verdict.PASS || verdict == Verdict.INCONCLUSIVE)
        .isPresent();
  }
}

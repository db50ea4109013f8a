package dev.echospec.engine;

import dev.echospec.play.Shortage;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.suite.Effort;
import java.util.function.Supplier;

/** Runs one case: search, shrink, confirm, decide. */
final class CaseRun {
  private final CaseSession session;
  private final Settings settings;
  private final Adjudicator adjudicator;

  /** Runs a case with the settings of the current round. */
  CaseRun(CaseSession session, Settings settings, Adjudicator adjudicator) {
    this.session = session;
    this.settings = settings;
    this.adjudicator = adjudicator;
  }

  /**
   * Returns what became of the case.
   *
   * @throws Shortage if this machine lacks what a connection needs
   */
  CaseResult of(CaseProperty property, Supplier<Effort> effort) {
    Search search = new Search(session);
    CaseProperty.Outcome outcome =
        search.in(property, settings.tries(session.info()), settings.seed(session.info()), effort);
    if (!session.counterexamples().isEmpty()) {
      new Shrinking(session).shorten(outcome.failing(), property);
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
    return session.counterexamples().isEmpty()
        ? adjudicator.withoutFailure(session, search, outcome.thrown())
        : adjudicator.ofFailure(session, new Confirmation(session).confirm());
  }
}

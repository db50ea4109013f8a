package dev.echospec.engine;

import dev.echospec.engine.Confirmation.Confirmed;
import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.PortTakenException;
import dev.echospec.server.ResponseStyle;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Level;
import dev.echospec.suite.Violated.Observation;
import java.util.List;
import java.util.Optional;

/** The last phase of a case: decides whether the server is blamed, and what for. */
final class Adjudicator {
  private static final String UNCONFIRMED = CaseResult.TIME_UP + "this was confirmed: ";

  private final Oracle oracle;
  private final ServerUnderTest server;
  private final TimeBudget budget;
  private final PrematureEnd end;
  private final Explainer explainer;

  /**
   * Decides the cases of one run.
   *
   * @param end is told if the server is gone for good
   * @param explainer is told which failures are unsteady
   */
  Adjudicator(
      Oracle oracle,
      ServerUnderTest server,
      TimeBudget budget,
      PrematureEnd end,
      Explainer explainer) {
    this.oracle = oracle;
    this.server = server;
    this.budget = budget;
    this.end = end;
    this.explainer = explainer;
  }

  /**
   * Decides the first case where the server is known to be no echo server.
   *
   * @param why it is none, as a sentence without its full stop
   */
  CaseResult notEchoing(CaseSession session, String why) {
    // What it does was waited for when it was met: a short look is enough now.
    Script script = Script.conversation(Payload.of("a"));
    Transcript seen = server.play(script, Law.ECHO, oracle, server.shortPatience());
    List<Violation> violations = new Judge(oracle).judge(Law.ECHO, script, seen);
    if (violations.isEmpty()) {
      return session.ended(Verdict.INCONCLUSIVE, "the server began to echo late");
    }
    Violation first = violations.get(0);
    Observation sight = new Observation(script, Law.ECHO, seen, List.of(told(first, why)));
    return session.blamed(
        new Failure(sight, 1, script.bytes(), 0, 0, Optional.empty()), Optional.empty());
  }

  private Violation told(Violation first, String why) {
    if (server.manner() != ResponseStyle.NEVER) {
      return new Violation(
          first.kind(), first.connection(), first.offset(), first.message() + "; " + why);
    }
    return first.kind().isTiming() && first.kind() != Kind.NO_ANSWER
        ? new Violation(
            first.kind(),
            0,
            0,
            "the server accepts connections but answers nothing: waited "
                + server.patience().answer().toMillis()
                + " ms each for the echo of a byte, of a line, and at the client's half-close")
        : first;
  }

  /** Looks whether the case killed or wedged the server though every script passed. */
  void lookAfterwards(CaseSession session) {
    Survival survival = session.survival();
    if (!survival.isLost() && !session.isStopped()) {
      server
          .examine()
          .ifPresent(
              death -> {
                session.diedAfterwards(death);
                try {
                  server.bringBack();
                } catch (TargetException e) {
                  notBroughtBack(e);
                }
              });
    }
    survival.lost().ifPresent(this::notBroughtBack);
  }

  /** A server that could not be started again for want of time is not gone. */
  private void notBroughtBack(TargetException why) {
    if (server.isTimeUp()) {
      end.timeIsUp();
    } else {
      end.serverIsGone(why);
    }
  }

  /**
   * Decides a case in which no violation was found: it passes if enough was seen.
   *
   * @param thrown what else ended the search, which is a fault of the kit
   */
  CaseResult withoutFailure(CaseSession session, Search search, Optional<Throwable> thrown) {
    Optional<TargetException> lost = session.survival().lost();
    if (lost.isPresent() && server.isTimeUp()) {
      return session.ended(
          Verdict.INCONCLUSIVE, CaseResult.TIME_UP + "the server had been started again");
    }
    if (lost.isPresent()) {
      Verdict verdict = lost.get() instanceof PortTakenException ? Verdict.SKIP : Verdict.ERROR;
      return session.ended(verdict, lost.get().getMessage());
    }
    if (thrown.isPresent()) {
      return session.ended(Verdict.ERROR, "a fault of the kit: " + thrown.get());
    }
    if (end.isStopped()) {
      return session.ended(Verdict.SKIP, "the run was stopped");
    }
    if (search.hiccups() > 0) {
      return session.ended(
          Verdict.INCONCLUSIVE,
          "late in "
              + search.hiccups()
              + " of "
              + session.tries()
              + " tries, in time when played again");
    }
    if (search.isUnfinished()) {
      return session.ended(
          Verdict.INCONCLUSIVE,
          CaseResult.TIME_UP
              + "a try came to its end, so slow is the server: all was right by then");
    }
    if (search.isCutShort() && session.tries() == 0) {
      return session.ended(Verdict.SKIP, PrematureEnd.NOT_TRIED);
    }
    Findings findings = session.findings();
    if (findings.leftOpen().isPresent()) {
      return session.ended(Verdict.INCONCLUSIVE, findings.leftOpen().get());
    }
    Optional<String> cut =
        search.isCutShort()
            ? Optional.of("time was up before all tries were made")
            : Optional.empty();
    if (session.info().level() == Level.INFO) {
      return findings
          .recorded()
          .map(sentence -> session.ended(Verdict.INFO, sentence))
          .orElseGet(() -> session.ended(Verdict.SKIP, cut.orElse("nothing was seen")));
    }
    return session.ended(Verdict.PASS, Optional.empty(), findings.recorded().or(() -> cut));
  }

  /** Decides a case in which a violation was found. */
  CaseResult ofFailure(CaseSession session, Confirmed confirmed) {
    Survival survival = session.survival();
    survival.lost().ifPresent(this::notBroughtBack);
    if (!confirmed.steady()) {
      explainer.unsteady(session.info());
    }
    Observation sight = confirmed.sight();
    String message = sight.violations().get(0).message();
    Counterexamples found = session.counterexamples();
    Failure failure =
        new Failure(
            sight,
            found.foundAfter(),
            found.first().orElseThrow().script().bytes(),
            confirmed.replays(),
            confirmed.failed(),
            survival.death());
    if (!confirmed.holds()) {
      boolean noTime = session.isStopped() || confirmed.failed() == confirmed.replays();
      return session.ended(
          Verdict.INCONCLUSIVE,
          Optional.of(failure),
          Optional.of((noTime ? UNCONFIRMED : "late once, in time when played again: ") + message));
    }
    // The server is not blamed for what the oracle itself cannot do on this machine.
    Optional<Transcript> reference =
        Reference.play(sight.script(), oracle, server.patience().doubled(), budget.judgedBy());
    if (sight.kind().isTiming()
        && reference.filter(seen -> seen.isCutShort() && isJudgedBy()).isPresent()) {
      return session.ended(
          Verdict.INCONCLUSIVE, Optional.of(failure), Optional.of(UNCONFIRMED + message));
    }
    if (reference.filter(seen -> failsLikewise(sight, seen)).isPresent()) {
      return session.ended(
          Verdict.ERROR,
          Optional.of(failure),
          Optional.of(
              "the reference server fails the same script here:"
                  + " the kit or this machine is at fault"));
    }
    budget.blamed(sight.kind());
    // A case of level INFO tells what it has recorded although something went wrong as well.
    return session.blamed(
        failure,
        session.findings().recorded().filter(sentence -> session.info().level() == Level.INFO));
  }

  private boolean isJudgedBy() {
    return System.nanoTime() - budget.judgedBy() >= 0;
  }

  /** A busy machine may make it late, which is no excuse for bytes that are wrong or lost. */
  private boolean failsLikewise(Observation sight, Transcript reference) {
    return new Judge(oracle)
        .judge(sight.law(), sight.script(), reference).stream()
            .anyMatch(violation -> violation.kind().isTiming() == sight.kind().isTiming());
  }
}

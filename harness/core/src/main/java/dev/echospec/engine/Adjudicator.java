package dev.echospec.engine;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.play.Patience;
import dev.echospec.play.Shortage;
import dev.echospec.play.Transcript;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.server.PortTakenException;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Level;
import dev.echospec.suite.Violated.Observation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.lifecycle.PropertyExecutionResult;

/** Decides what is said of a server once a case has been played: who is blamed, and who is not. */
final class Adjudicator {
  private static final String UNCONFIRMED = CaseResult.TIME_UP + "this was confirmed: ";

  private final Oracle oracle;
  private final ServerUnderTest server;
  private final TimeBudget budget;
  private final PrematureEnd end;
  private final Explainer explainer;
  private final RunListener listener;

  /**
   * @param end is told if the server is gone for good
   * @param explainer is told which failures are unsteady
   * @param listener hears of confirmations
   */
  Adjudicator(
      Oracle oracle,
      ServerUnderTest server,
      TimeBudget budget,
      PrematureEnd end,
      Explainer explainer,
      RunListener listener) {
    this.oracle = oracle;
    this.server = server;
    this.budget = budget;
    this.end = end;
    this.explainer = explainer;
    this.listener = listener;
  }

  /**
   * What becomes of a case whose property was run.
   *
   * @param executed what jqwik made of it
   */
  CaseResult conclude(CaseExecution execution, PropertyExecutionResult executed) {
    return unlessShort(execution, () -> concluded(execution, executed));
  }

  /** What becomes of the first case where the server is known never to answer. */
  CaseResult unanswered(CaseExecution execution) {
    return unlessShort(execution, () -> silent(execution));
  }

  /** Nothing can be said of a server where this machine lacks what a connection needs. */
  private CaseResult unlessShort(CaseExecution execution, Supplier<CaseResult> conclusion) {
    Optional<Shortage> shortage = server.shortage();
    if (shortage.isEmpty()) {
      try {
        return conclusion.get();
      } catch (Shortage e) {
        shortage = Optional.of(e);
      }
    }
    return execution.ended(Verdict.ERROR, shortage.orElseThrow().getMessage());
  }

  private CaseResult silent(CaseExecution execution) {
    // How long it may be silent was waited for when it was met: now it is only looked at.
    Script script = Script.conversation(Payload.of("a"));
    Patience brief = server.shortPatience();
    Transcript seen = server.play(script, Law.ECHO, oracle, brief);
    List<Violation> violations = new Judge(oracle).judge(Law.ECHO, script, seen);
    if (violations.isEmpty()) {
      return execution.ended(Verdict.INCONCLUSIVE, "the server began to answer late");
    }
    Violation silent =
        violations.get(0).kind().isTiming() && violations.get(0).kind() != Kind.NO_ANSWER
            ? new Violation(
                violations.get(0).kind(),
                0,
                0,
                "the server accepts connections but answers nothing: waited "
                    + server.patience().answer().toMillis()
                    + " ms each for the echo of a byte, of a line, and at the client's half-close")
            : violations.get(0);
    Observation sight = new Observation(script, Law.ECHO, seen, List.of(silent));
    Failure failure = new Failure(sight, 1, script.bytes(), 0, 0, Optional.empty());
    return execution.blamed(failure, Optional.empty());
  }

  private CaseResult concluded(CaseExecution execution, PropertyExecutionResult executed) {
    CaseRun run = execution.run();
    if (run.findings().skipReason().isPresent()) {
      return execution.ended(Verdict.SKIP, run.findings().skipReason().get());
    }
    probe(run);
    run.survival().lost().ifPresent(this::notBroughtBack);
    if (run.counterexamples().first().isPresent()) {
      return failed(execution);
    }
    if (run.survival().isLost() && server.isTimeUp()) {
      return execution.ended(
          Verdict.INCONCLUSIVE, CaseResult.TIME_UP + "the server had been started again");
    }
    if (run.survival().lost().isPresent()) {
      TargetException lost = run.survival().lost().get();
      return execution.ended(
          lost instanceof PortTakenException ? Verdict.SKIP : Verdict.ERROR, lost.getMessage());
    }
    if (executed.status() == PropertyExecutionResult.Status.FAILED) {
      return execution.ended(
          Verdict.ERROR,
          "a fault of the kit: " + executed.throwable().map(Throwable::toString).orElse("unknown"));
    }
    return nothingFailed(execution);
  }

  /** Looks whether the case killed or wedged the server, though every script passed. */
  private void probe(CaseRun run) {
    if (!run.survival().isLost() && !run.isStopped()) {
      server
          .examine()
          .ifPresent(
              death -> {
                run.diedAfterwards(death);
                try {
                  server.bringBack();
                } catch (TargetException e) {
                  notBroughtBack(e);
                }
              });
    }
  }

  /** A server that there was no time to start again is not gone. */
  private void notBroughtBack(TargetException why) {
    if (server.isTimeUp()) {
      end.timeIsUp();
    } else {
      end.serverIsGone(why);
    }
  }

  /** Where nothing failed, it may be that not enough was seen to say that all is right. */
  private CaseResult nothingFailed(CaseExecution execution) {
    CaseRun run = execution.run();
    if (end.isStopped()) {
      return execution.ended(Verdict.SKIP, "the run was stopped");
    }
    if (run.hiccups() > 0) {
      return execution.ended(
          Verdict.INCONCLUSIVE,
          "late in " + run.hiccups() + " of " + run.tries() + " tries, in time when played again");
    }
    if (run.isCutShort() && run.tries() == 0 && !run.isUnfinished()) {
      return execution.ended(Verdict.SKIP, PrematureEnd.NOT_TRIED);
    }
    if (run.isUnfinished()) {
      return execution.ended(
          Verdict.INCONCLUSIVE,
          CaseResult.TIME_UP
              + "a try came to its end, so slow is the server: all was right by then");
    }
    if (run.findings().leftOpen().isPresent()) {
      return execution.ended(Verdict.INCONCLUSIVE, run.findings().leftOpen().get());
    }
    Optional<String> cut =
        run.isCutShort() ? Optional.of("time was up before all tries were made") : Optional.empty();
    if (execution.info().level() == Level.INFO) {
      return run.findings()
          .recorded()
          .map(sentence -> execution.ended(Verdict.INFO, sentence))
          .orElseGet(() -> execution.ended(Verdict.SKIP, cut.orElse("nothing was seen")));
    }
    return execution.ended(Verdict.PASS, Optional.empty(), run.findings().recorded().or(() -> cut));
  }

  private CaseResult failed(CaseExecution execution) {
    CaseRun run = execution.run();
    Observation first = run.counterexamples().first().orElseThrow();
    Confirmation.Confirmed confirmed =
        new Confirmation(run, server, budget, listener).confirm(run.counterexamples().all());
    run.survival().lost().ifPresent(this::notBroughtBack);
    Failure failure =
        new Failure(
            confirmed.sight(),
            run.counterexamples().foundAfter(),
            first.script().bytes(),
            confirmed.replays(),
            confirmed.failed(),
            run.survival().death());
    if (!confirmed.steady()) {
      explainer.unsteady(execution.info());
    }
    if (!confirmed.holds()) {
      return execution.ended(
          Verdict.INCONCLUSIVE,
          Optional.of(failure),
          Optional.of(
              (run.isStopped() || confirmed.failed() == confirmed.replays()
                      ? UNCONFIRMED
                      : "late once, in time when played again: ")
                  + confirmed.sight().violations().get(0).message()));
    }
    Optional<Transcript> reference = reference(confirmed.sight());
    boolean unknown =
        confirmed.sight().kind().isTiming()
            && reference.filter(seen -> seen.isCutShort() && isJudgedBy()).isPresent();
    if (unknown) {
      return execution.ended(
          Verdict.INCONCLUSIVE,
          Optional.of(failure),
          Optional.of(UNCONFIRMED + confirmed.sight().violations().get(0).message()));
    }
    if (reference.filter(seen -> failsLikewise(confirmed.sight(), seen)).isPresent()) {
      return execution.ended(
          Verdict.ERROR,
          Optional.of(failure),
          Optional.of(
              "the reference server fails the same script here:"
                  + " the kit or this machine is at fault"));
    }
    budget.blamed(confirmed.sight().kind());
    // What a case of level INFO has recorded is said even though something went wrong, and that
    // too.
    return execution.blamed(
        failure,
        run.findings().recorded().filter(sentence -> execution.info().level() == Level.INFO));
  }

  /** Nobody is blamed for what the oracle itself cannot do on this machine. */
  private Optional<Transcript> reference(Observation sight) {
    return Reference.play(sight.script(), oracle, server.patience().doubled(), budget.judgedBy());
  }

  private boolean isJudgedBy() {
    return System.nanoTime() - budget.judgedBy() >= 0;
  }

  /** On a busy machine it may be late; that is no excuse for bytes that are wrong or lost. */
  private boolean failsLikewise(Observation sight, Transcript reference) {
    return new Judge(oracle)
        .judge(sight.law(), sight.script(), reference).stream()
            .anyMatch(violation -> violation.kind().isTiming() == sight.kind().isTiming());
  }
}

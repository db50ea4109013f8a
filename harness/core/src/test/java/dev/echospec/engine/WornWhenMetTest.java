package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Verdict;
import dev.echospec.server.TargetException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that falls silent while it is met. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WornWhenMetTest {
  private static final int PLACES = 12;

  private final AtomicInteger clients = new AtomicInteger();

  @Test
  void afterSomeClientsIsToldSoOnceAndRenewedFromThenOn() throws TargetException {
    List<CaseResult> results =
        run(
            new LittleTarget(
                said -> clients.incrementAndGet() > PLACES ? null : LittleTarget.upper(said)) {
              @Override
              public void start() throws TargetException {
                clients.set(0);
                super.start();
              }
            });

    assertThat(results).extracting(CaseResult::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
    assertThat(results.get(0).failure().orElseThrow().extent())
        .containsExactly("12 connections since the start of the server are served, and no more");
    assertThat(results.get(1).avoids())
        .containsExactly("more than 12 connections since the start of the server");
  }

  @Test
  void onceIsNotTakenForOneThatWearsOut() throws TargetException {
    List<CaseResult> results =
        run(
            new LittleTarget(
                said -> clients.incrementAndGet() == PLACES ? null : LittleTarget.upper(said)));

    assertThat(results).extracting(CaseResult::verdict).containsExactly(Verdict.PASS, Verdict.PASS);
    assertThat(results).extracting(CaseResult::tries).allMatch(tries -> tries >= 20);
  }

  private static List<CaseResult> run(LittleTarget target) throws TargetException {
    return TestRun.of(20, "transform/ascii-letters", "transform/length").against(target);
  }
}

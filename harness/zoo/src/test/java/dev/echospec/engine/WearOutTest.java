package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooTarget;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that serve nobody once they have had many connections. */
@Timeout(180)
class WearOutTest {
  @Test
  void aLimitOfConnectionsIsFoundOnceAndTheServerRenewedBeforeIt() throws TargetException {
    List<CaseResult> results =
        run("StopsAcceptingAfterFifty", "transform/binary", "stream/one-byte-writes");

    Failure failure = results.get(0).failure().orElseThrow();
    assertThat(results).extracting(CaseResult::verdict).startsWith(Verdict.FAIL, Verdict.PASS);
    assertThat(failure.replaysFailed()).isPositive().isEqualTo(failure.replays());
    assertThat(failure.extent())
        .containsExactly("50 connections since the start of the server are served, and no more");
    assertThat(results.get(1).tries()).isGreaterThan(50);
    assertThat(results)
        .filteredOn(result -> result.fault() != 0)
        .extracting(CaseResult::fault)
        .containsOnly(1);
  }

  @Test
  void whatEachOfSomeClientsTakesIsToldFromWhatAllTake() throws TargetException {
    List<CaseResult> results =
        run(
            "LosesPlaces",
            "transform/binary",
            "transform/concatenation",
            "transform/idempotent",
            "transform/length",
            "transform/utf8-text");

    assertThat(results)
        .filteredOn(result -> result.verdict() == Verdict.FAIL)
        .singleElement()
        .satisfies(
            result ->
                assertThat(result.failure().orElseThrow().extent())
                    .hasSize(2)
                    .anyMatch(sentence -> sentence.endsWith("are closed at once"))
                    .anyMatch(sentence -> sentence.endsWith("that are answered do not do it")));
  }

  @Test
  void aServerThatEndsOfOneScriptIsNotWornOut() throws TargetException {
    List<CaseResult> results = run("DiesOnInvalidUtf8", "transform/binary");

    assertThat(results.get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(results.get(0).failure().orElseThrow().extent())
        .noneMatch(sentence -> sentence.contains("connections"));
  }

  /** Returns the results of some cases; the others of the run make the server old. */
  private static List<CaseResult> run(String server, String... cases) throws TargetException {
    Settings settings =
        new Settings(
            Profile.CONCURRENT,
            Stream.of(cases).map(id -> Catalogue.find(id).orElseThrow()).toList(),
            200,
            1,
            Optional.empty());
    Target target = ZooTarget.of(Zoo.named(server));
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test").cases();
    } finally {
      target.stop();
    }
  }
}

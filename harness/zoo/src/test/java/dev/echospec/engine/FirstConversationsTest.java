package dev.echospec.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.Verdict;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.zoo.OddServers;
import dev.echospec.zoo.StartFaults;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooServer;
import dev.echospec.zoo.ZooTarget;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The kit's own probes are judged, too, and so are the first conversations. */
@Timeout(120)
class FirstConversationsTest {
  private static final CaseInfo CASE = Catalogue.find("stream/first-conversations").orElseThrow();
  private static final Zoo.Entry SECOND = Zoo.named("WordsInSecondConversation");

  private static CaseResult result(Target target) throws TargetException {
    Settings settings =
        new Settings(Profile.CONCURRENT, List.of(CASE), Settings.TRIES, 1, Optional.empty());
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test").cases().get(0);
    }
  }

  private static Target at(ZooServer server) {
    return new AddressTarget("127.0.0.1", server.port(), Duration.ofSeconds(5));
  }

  @Test
  void aServerThatCannotBeStartedIsBlamedForWhatAProbeHasSeen()
      throws IOException, TargetException {
    try (ZooServer server = Zoo.start(StartFaults.WordsInSecondConversation.class)) {
      CaseResult result = result(at(server));

      assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
      Failure failure = result.failure().orElseThrow();
      assertThat(failure.sight().violations().get(0).message()).contains("seen in probe ");
    }
  }

  @Test
  void itsFailureShowsAgainWhereItWasStartedForThat() throws IOException, TargetException {
    Failure failure;
    try (ZooServer server = Zoo.start(StartFaults.WordsInSecondConversation.class)) {
      failure = result(at(server)).failure().orElseThrow();
    }
    try (ZooServer server = Zoo.start(StartFaults.WordsInSecondConversation.class);
        Replay replay =
            new Replay(
                at(server),
                Oracle.UPPER,
                true,
                Optional.of(Duration.ofSeconds(2)),
                new RunListener() {})) {
      replay.open();

      assertThat(
              replay
                  .play(failure.sight().script(), Law.ECHO, Replay.LONGEST)
                  .failure()
                  .sight()
                  .violations())
          .hasSize(1);
    }
  }

  @Test
  void aServerThatCanBeStartedIsStartedForAReplay() throws TargetException {
    Failure failure = result(ZooTarget.of(SECOND)).failure().orElseThrow();
    try (Replay replay =
        new Replay(
            ZooTarget.of(SECOND),
            Oracle.UPPER,
            true,
            Optional.of(Duration.ofSeconds(2)),
            new RunListener() {})) {
      replay.open();

      assertThat(
              replay
                  .play(failure.sight().script(), Law.ECHO, Replay.LONGEST)
                  .failure()
                  .sight()
                  .violations())
          .hasSize(1);
    }
  }

  @Test
  void aWitnessIsToldWhereTheServerIsThatWasStartedForTheReplay() throws TargetException {
    List<InetSocketAddress> told = new ArrayList<>();
    AtomicInteger ends = new AtomicInteger();
    Target target = ZooTarget.of(SECOND);
    Replay.Witness witness =
        new Replay.Witness() {
          @Override
          public void begins(InetSocketAddress server) {
            told.add(server);
          }

          @Override
          public void ended() {
            ends.incrementAndGet();
          }
        };
    try (Replay replay =
        new Replay(
            target, Oracle.UPPER, true, Optional.of(Duration.ofSeconds(2)), new RunListener() {})) {
      replay.open();
      InetSocketAddress first = target.address();

      replay.play(Script.of(new Step.Connect(0)), Law.ECHO, Replay.LONGEST, witness);

      assertThat(target.address()).isNotEqualTo(first);
      assertThat(told).containsExactly(target.address());
      assertThat(ends).hasValue(1);
    }
  }

  @Test
  void aServerThatCannotBeStartedAndDidNothingWrongPasses() throws IOException, TargetException {
    try (ZooServer server = Zoo.start(OddServers.WritesRandomPieces.class)) {
      CaseResult result = result(at(server));

      assertThat(result.verdict()).isEqualTo(Verdict.PASS);
      assertThat(result.reason().orElseThrow()).contains("cannot be started from here");
    }
  }
}

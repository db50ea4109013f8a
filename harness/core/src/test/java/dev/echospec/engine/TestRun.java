package dev.echospec.engine;

import dev.echospec.play.LittleServer;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.result.RunResult;
import dev.echospec.server.AddressTarget;
import dev.echospec.server.Target;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run of some cases, of seed 1 in the profile concurrent.
 *
 * @param tries of each case
 * @param patience empty if it is to be measured
 */
record TestRun(List<CaseInfo> cases, int tries, Optional<Duration> patience) {
  /** A run that measures its patience. */
  static TestRun of(int tries, String... cases) {
    return new TestRun(
        Stream.of(cases).map(id -> Catalogue.find(id).orElseThrow()).toList(),
        tries,
        Optional.empty());
  }

  TestRun patient(Duration answer) {
    return new TestRun(cases, tries, Optional.of(answer));
  }

  /** Runs the cases against a server, which is stopped afterwards. */
  List<CaseResult> against(Target target) throws TargetException {
    return resultOf(target).cases();
  }

  /** Runs the cases against a server that runs already. */
  List<CaseResult> against(LittleServer server) throws TargetException {
    return against(
        new AddressTarget("127.0.0.1", server.address().getPort(), Duration.ofSeconds(8)));
  }

  /** Like {@link #against(Target)}, with what the run says of the server. */
  RunResult resultOf(Target target) throws TargetException {
    Settings settings = new Settings(Profile.CONCURRENT, cases, tries, 1, patience);
    try (ConformanceRun run = new ConformanceRun(target, settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("test");
    } finally {
      target.stop();
    }
  }
}

package dev.echospec.matrix;

import dev.echospec.run.CaseResult;
import dev.echospec.run.ConformanceRun;
import dev.echospec.run.Launch;
import dev.echospec.run.RunListener;
import dev.echospec.run.Settings;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Profile;
import dev.echospec.target.TargetException;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Runs cases against a server of the zoo, as a user's run would. */
final class ZooRun {
  /** Added to every seed; the gate must hold with any. */
  private static final long SEED = Long.getLong("echospec.matrix.seed", 0);

  /** It says at each run that its database is off. Held, since loggers are kept weakly. */
  private static final Logger JQWIK = Logger.getLogger("net.jqwik");

  static {
    JQWIK.setLevel(Level.WARNING);
  }

  static final Profile PROFILE = Profile.CONCURRENT;

  private ZooRun() {}

  /**
   * @param entry started afresh
   * @param cases which to run
   * @param tries of a plain case
   * @return the results by the id of the case
   */
  static Map<String, CaseResult> of(Zoo.Entry entry, List<CaseInfo> cases, int tries)
      throws TargetException {
    Settings settings =
        new Settings(PROFILE, cases, tries, SEED + entry.name().hashCode(), Optional.empty());
    try (ConformanceRun run =
        new ConformanceRun(ZooTarget.of(entry), settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("matrix").cases().stream()
          .collect(Collectors.toMap(result -> result.info().id(), Function.identity()));
    }
  }
}

package dev.echospec.matrix;

import dev.echospec.engine.ConformanceRun;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.option.KitProperty;
import dev.echospec.property.Launch;
import dev.echospec.result.CaseResult;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A run against a server of the zoo, as a user's would be; made when it is first asked for. */
final class ZooRun {
  /**
   * What a run came to.
   *
   * @param results of all its cases
   * @param firstFailures of each case that failed: the time from its beginning to its first failure
   */
  record Played(List<CaseResult> results, Map<CaseInfo, Duration> firstFailures) {
    static final Played NOTHING = new Played(List.of(), Map.of());
  }

  /** What makes a run. */
  interface Player {
    Played play(Zoo.Entry entry, Settings settings) throws TargetException;
  }

  /** Added to every seed: the gate must hold with any. */
  private static final long SEED = KitProperty.MATRIX_SEED.system().map(Long::parseLong).orElse(0L);

  private static final long NEXT = 104_729;

  /** It says at each run that its database is off. Held, since loggers are kept weakly. */
  private static final Logger JQWIK = Logger.getLogger("net.jqwik");

  static {
    JQWIK.setLevel(Level.WARNING);
  }

  private final Player player;
  private final Zoo.Entry entry;
  private final Settings settings;
  private Played played;

  /**
   * @param player makes the run
   * @param entry which server; a fresh one is started
   * @param cases which to run
   * @param tries of a plain case
   * @param patience with the server; measured if empty
   * @param number of the run, from 0, among those with the same server: each has its own seed
   */
  ZooRun(
      Player player,
      Zoo.Entry entry,
      List<CaseInfo> cases,
      int tries,
      Optional<Duration> patience,
      int number) {
    this(
        player,
        entry,
        new Settings(
                entry.profile(),
                cases,
                tries,
                SEED + 7919L * number + entry.name().hashCode(),
                patience)
            .alone());
  }

  private ZooRun(Player player, Zoo.Entry entry, Settings settings) {
    this.player = player;
    this.entry = entry;
    this.settings = settings;
  }

  /** One more, of these cases, against a fresh server. */
  ZooRun withAnotherSeed(List<CaseInfo> cases) {
    return new ZooRun(
        player,
        entry,
        new Settings(
                settings.profile(),
                cases,
                settings.tries(),
                settings.seed() + NEXT,
                settings.patience())
            .alone());
  }

  /** What became of a case. */
  CaseResult result(CaseInfo info) throws TargetException {
    return results().stream()
        .filter(result -> result.info().equals(info))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no result of " + info.id() + " for " + entry));
  }

  /** What became of all cases. */
  List<CaseResult> results() throws TargetException {
    return played().results();
  }

  /** From the beginning of a case to its first failure; all of the case if there was none. */
  Duration untilFirstFailure(CaseInfo info) throws TargetException {
    Duration all = result(info).took();
    return played().firstFailures().getOrDefault(info, all);
  }

  private Played played() throws TargetException {
    if (played == null) {
      played =
          Played.NOTHING; // A run that cannot be made is not tried again for each of its cases.
      played = player.play(entry, settings);
    }
    return played;
  }

  /** Makes a run: starts the server, runs all cases, and ends the server. */
  static Played play(Zoo.Entry entry, Settings settings) throws TargetException {
    Stopwatch stopwatch = new Stopwatch();
    try (ConformanceRun run = new ConformanceRun(ZooTarget.of(entry), settings, stopwatch)) {
      run.open();
      Launch.execute(run);
      return new Played(run.result("matrix").cases(), Map.copyOf(stopwatch.firstFailures));
    }
  }

  /** A case that has found a failure goes on to shrink it, or plays it again. */
  private static final class Stopwatch implements RunListener {
    private final Map<CaseInfo, Duration> firstFailures = new HashMap<>();
    private CaseInfo running;
    private long began;

    @Override
    public void caseStarted(CaseInfo info, int index, int of) {
      running = info;
      began = System.nanoTime();
    }

    @Override
    public void shrinking(long bytes) {
      failed();
    }

    @Override
    public void confirming(int replay, int of) {
      failed();
    }

    private void failed() {
      firstFailures.putIfAbsent(running, Duration.ofNanos(System.nanoTime() - began));
    }
  }
}

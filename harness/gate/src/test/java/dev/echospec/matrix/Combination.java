package dev.echospec.matrix;

import dev.echospec.engine.ConformanceRun;
import dev.echospec.engine.Replay;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.property.Launch;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import dev.echospec.server.TargetException;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Violated.Observation;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.ZooTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A server with several faults at once: content faults in front of a carrier.
 *
 * @param contents the faults in what is made of the bytes of a read
 * @param carrier the fault of the server that serves the connections
 */
record Combination(List<Zoo.Entry> contents, Zoo.Entry carrier) {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration REPLAY = Duration.ofSeconds(30);

  /**
   * What a run told of the faults.
   *
   * @param planted number of faults
   * @param missed planted faults that no reported conversation shows alone
   * @param reports the faults that the run reported
   */
  record Told(int planted, List<String> missed, List<Fault> reports) {}

  /** Returns the combination of zoo servers with these names, the carrier last. */
  static Combination of(String... names) {
    List<Zoo.Entry> entries = Arrays.stream(names).map(Zoo::named).toList();
    int last = entries.size() - 1;
    return new Combination(entries.subList(0, last), entries.get(last));
  }

  List<Zoo.Entry> planted() {
    return Stream.concat(contents.stream(), Stream.of(carrier)).toList();
  }

  /**
   * Runs all cases as a user's run would, and plays each reported conversation to each fault alone.
   *
   * @param number of the run, from 0, which gives it its seed
   */
  Told told(int number) throws TargetException {
    List<Fault> reports = result(number).faults();
    List<String> missed = new ArrayList<>();
    for (Zoo.Entry fault : planted()) {
      boolean shown = false;
      for (Fault report : reports) {
        shown = shown || shows(report, fault);
      }
      if (!shown) {
        missed.add(fault.name());
      }
    }
    return new Told(planted().size(), missed, reports);
  }

  private RunResult result(int number) throws TargetException {
    List<CaseInfo> cases =
        Catalogue.cases().stream().filter(info -> info.isFor(carrier.profile())).toList();
    Settings settings =
        new Settings(
            carrier.profile(),
            cases,
            Settings.TRIES,
            toString().hashCode() + number,
            Optional.of(PATIENCE));
    try (ConformanceRun run =
        new ConformanceRun(ZooTarget.of(contents, carrier), settings, new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("matrix");
    }
  }

  /**
   * True if the conversation of a report fails on a server with this fault alone, and on no other.
   */
  private boolean shows(Fault report, Zoo.Entry fault) throws TargetException {
    for (Zoo.Entry other : planted()) {
      if (fails(report, other) != other.equals(fault)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fails(Fault report, Zoo.Entry alone) throws TargetException {
    Observation sight = report.failure().sight();
    boolean fromStart = report.shownBy().info().rule().fromStart();
    try (Replay replay =
        new Replay(
            ZooTarget.of(alone),
            alone.profile().oracle(),
            fromStart,
            Optional.of(PATIENCE),
            new RunListener() {})) {
      replay.open();
      return !replay
          .play(sight.script(), sight.law(), REPLAY)
          .failure()
          .sight()
          .violations()
          .isEmpty();
    }
  }

  @Override
  public String toString() {
    return planted().stream().map(Zoo.Entry::name).collect(Collectors.joining(" + "));
  }
}

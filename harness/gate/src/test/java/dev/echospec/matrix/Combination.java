package dev.echospec.matrix;

import dev.echospec.engine.ConformanceRun;
import dev.echospec.engine.Replay;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.property.Launch;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import dev.echospec.script.ScriptText;
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
import java.util.concurrent.TimeUnit;
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

  /** As often as the kit itself confirms a failure: a late end of stream is missed now and then. */
  private static final int PLAYS = 3;

  /** Returns the combination of zoo servers with these names, the carrier last. */
  static Combination of(String... names) {
    List<Zoo.Entry> entries = Arrays.stream(names).map(Zoo::named).toList();
    int last = entries.size() - 1;
    return new Combination(entries.subList(0, last), entries.get(last));
  }

  private List<Zoo.Entry> planted() {
    return Stream.concat(contents.stream(), Stream.of(carrier)).toList();
  }

  /**
   * What became of a run.
   *
   * @param figures to be published
   * @param told the reports, for whoever reads that one is missing
   */
  record Told(Combined figures, String told) {}

  /**
   * Runs all cases as a user's run would, and plays each reported conversation to each fault alone.
   */
  Told run() throws TargetException {
    long began = System.nanoTime();
    RunResult result = result();
    List<Fault> reports = result.faults();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
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
    return new Told(
        new Combined(toString(), planted().size(), missed, reports.size(), millis), told(result));
  }

  private static String told(RunResult result) {
    return result.faults().stream()
        .map(fault -> fault.failure().sight())
        .map(
            sight ->
                String.join("\n", ScriptText.lines(sight.script()))
                    + "\n"
                    + sight.violations().get(0).message())
        .collect(Collectors.joining("\n\n", String.join("\n", result.notes()) + "\n", ""));
  }

  private RunResult result() throws TargetException {
    List<CaseInfo> cases =
        Catalogue.cases().stream().filter(info -> info.isFor(carrier.profile())).toList();
    Settings settings =
        new Settings(
            carrier.profile(), cases, Settings.TRIES, toString().hashCode(), Optional.of(PATIENCE));
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
      for (int play = 1; play <= PLAYS; play++) {
        Observation seen = replay.play(sight.script(), sight.law(), REPLAY).failure().sight();
        if (!seen.violations().isEmpty()) {
          return true;
        }
      }
      return false;
    }
  }

  @Override
  public String toString() {
    return planted().stream().map(Zoo.Entry::name).collect(Collectors.joining(" + "));
  }
}

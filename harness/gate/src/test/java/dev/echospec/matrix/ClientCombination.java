package dev.echospec.matrix;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.judge.OutputMode;
import dev.echospec.client.play.InProcessClient;
import dev.echospec.engine.ClientConformanceRun;
import dev.echospec.engine.ClientReplay;
import dev.echospec.engine.RunListener;
import dev.echospec.engine.Settings;
import dev.echospec.expect.KnownFailures;
import dev.echospec.property.Launch;
import dev.echospec.result.ClientFailureFile;
import dev.echospec.result.Fault;
import dev.echospec.result.RunResult;
import dev.echospec.server.TargetException;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import dev.echospec.zoo.client.ClientZoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A client with several faults at once.
 *
 * @param planted the faults; those of an outer step, such as a whole run, first
 */
record ClientCombination(List<ClientZoo.Entry> planted) {
  private static final Profile PROFILE = Profile.CONCURRENT;

  /** More than a client of the zoo waits for a silent server before it gives up. */
  private static final Duration REPLAY = Duration.ofSeconds(4);

  /** Returns the combination of zoo clients with these names. */
  static ClientCombination of(String... names) {
    return new ClientCombination(Arrays.stream(names).map(ClientZoo::named).toList());
  }

  /** Runs all cases as a user's run would, and plays each reported script to each fault alone. */
  Combined run() throws TargetException {
    long began = System.nanoTime();
    List<Fault> reports = result().faults();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    Set<ClientZoo.Entry> missed = new LinkedHashSet<>(planted);
    for (Fault report : reports) {
      List<ClientZoo.Entry> failing = new ArrayList<>();
      for (ClientZoo.Entry fault : planted) {
        if (fails(report, fault)) {
          failing.add(fault);
        }
      }
      if (failing.size() == 1) {
        missed.removeAll(failing);
      }
    }
    return new Combined(
        toString(),
        planted.size(),
        missed.stream().map(ClientZoo.Entry::name).toList(),
        reports.size(),
        millis);
  }

  private RunResult result() throws TargetException {
    Settings settings =
        new Settings(
            PROFILE,
            Catalogue.clientCases(),
            Settings.TRIES,
            toString().hashCode(),
            Optional.empty());
    try (ClientConformanceRun run =
        new ClientConformanceRun(
            new InProcessClient(toString(), ClientZoo.combined(planted)),
            OutputMode.CONTAINS,
            settings,
            KnownFailures.none(),
            new RunListener() {})) {
      run.open();
      Launch.execute(run);
      return run.result("matrix");
    }
  }

  private static boolean fails(Fault report, ClientZoo.Entry alone) throws TargetException {
    ClientObservation seen = report.failure().client().orElseThrow();
    try (ClientReplay replay =
        new ClientReplay(
            new InProcessClient(alone.name(), alone.client()),
            OutputMode.CONTAINS,
            PROFILE.oracle(),
            Optional.of(REPLAY))) {
      return replay
          .play(file(report, seen.law()))
          .filter(failure -> !failure.sight().violations().isEmpty())
          .isPresent();
    }
  }

  private static ClientFailureFile file(Fault report, ClientLaw law) {
    return new ClientFailureFile(
        report.shownBy().info().id(),
        law,
        PROFILE.oracle().transform(),
        report.failure().client().orElseThrow().script());
  }

  @Override
  public String toString() {
    return planted.stream().map(ClientZoo.Entry::name).collect(Collectors.joining(" + "));
  }
}

package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.echospec.cli.HostileServer.Mode;
import dev.echospec.suite.Catalogue;
import dev.echospec.testing.BusyLoops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * The whole suite against servers that no kit should fall for, by the jar as users run it, with 256
 * MB: it ends in time, with a verdict and a whole report, and leaves nothing behind. The runs are
 * made several at a time, since they mostly wait, while other processes keep all processors busy;
 * each test asks what became of its own.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HostileIT {
  private static final int AT_A_TIME = 8;
  private static final String MARK = "ECHOSPEC_HOSTILE_RUN";

  /**
   * A run may take 1/N longer than its bound here: the bound counts from when the server is up, and
   * a machine that runs other tests holds processes up. That phases keep their deadlines to the
   * millisecond is a matter of BoundTest.
   */
  private static final int HELD_UP = 4;

  /** Beyond the bound of any run: the bound itself is asserted by what the kit reports. */
  private static final long HANGS_MINUTES = 12;

  /** They echo as they should, and are a nuisance only as processes. */
  private static final Set<Mode> CORRECT =
      EnumSet.of(Mode.ECHO, Mode.FLOODS_STDERR, Mode.IGNORES_SIGTERM, Mode.FORKS);

  /** Their runs take most of their bound, so they begin first. */
  private static final EnumSet<Mode> LONGEST =
      EnumSet.of(
          Mode.DRIPS,
          Mode.DRIPS_SLOWLY,
          Mode.RESETS_AT_RANDOM,
          Mode.CLOSES_AT_RANDOM,
          Mode.DIES,
          Mode.DIES_AT_RANDOM,
          Mode.SWAPS);

  /** Nothing to talk to. */
  private static final Set<Mode> NO_TARGET = EnumSet.of(Mode.NEVER_LISTENS, Mode.ENDS_AT_ONCE);

  /**
   * Twice as long, and with the tries of a default run, so not in every build: the bounds must hold
   * on a machine that is kept busy.
   */
  private static final boolean UNDER_LOAD =
      "true".equals(System.getenv("ECHOSPEC_HOSTILE_UNDER_LOAD"));

  private static final Map<Mode, Future<Run>> RUNS = new EnumMap<>(Mode.class);
  private static ExecutorService threads;
  private static BusyLoops load;

  @TempDir private static Path folder;

  /** How a run ended, and which processes and temporary files were left of it. */
  private record Run(
      Duration took,
      int status,
      String out,
      String err,
      Path report,
      List<Long> processes,
      List<String> files) {
    @Override
    public String toString() {
      return "status " + status + "\n--- out\n" + out + "--- err\n" + err;
    }
  }

  @BeforeAll
  static void begin() throws IOException {
    Optional<Path> jar = jar();
    assumeThat(jar).as("the jar, which the phase package makes").isPresent();
    load = BusyLoops.start(UNDER_LOAD ? Runtime.getRuntime().availableProcessors() : 0);
    threads = Executors.newFixedThreadPool(AT_A_TIME);
    Set<Mode> rest = EnumSet.complementOf(LONGEST);
    Stream.concat(LONGEST.stream(), rest.stream())
        .forEach(mode -> RUNS.put(mode, threads.submit(() -> run(jar.orElseThrow(), mode))));
  }

  @AfterAll
  static void end() {
    if (threads != null) {
      threads.shutdownNow();
    }
    if (load != null) {
      load.close();
    }
  }

  private static Optional<Path> jar() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target").toAbsolutePath())) {
      return files.filter(file -> file.getFileName().toString().equals("echospec.jar")).findFirst();
    }
  }

  private static Run run(Path jar, Mode mode) throws IOException, InterruptedException {
    Path mine = Files.createDirectories(folder.resolve(mode.name()));
    Path temporary = Files.createDirectories(mine.resolve("tmp"));
    Path report = mine.resolve("report");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // Like the start script: an optimising compiler would be half of the work.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                jar.toString(),
                "verify",
                "--report",
                report.toString()));
    if (!UNDER_LOAD) {
      // What such a server does to a run, it does in every fourth try, too.
      command.addAll(List.of("--tries", "50"));
    }
    command.add("--");
    command.addAll(HostileServer.command(mode, "{port}"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(mine.resolve("out.txt").toFile())
            .redirectError(mine.resolve("err.txt").toFile());
    // All that comes of this run inherits it, whoever its parent is by then.
    builder.environment().put(MARK, mine.toString());
    long began = System.nanoTime();
    Process kit = builder.start();
    try {
      kit.getOutputStream().close();
      boolean ended = kit.waitFor(HANGS_MINUTES, TimeUnit.MINUTES);
      return new Run(
          Duration.ofNanos(System.nanoTime() - began),
          ended ? kit.exitValue() : -1,
          Files.readString(mine.resolve("out.txt"), UTF_8),
          Files.readString(mine.resolve("err.txt"), UTF_8),
          report,
          Kit.withEnvironment(MARK + "=" + mine),
          Kit.files(temporary));
    } finally {
      kit.descendants().forEach(ProcessHandle::destroyForcibly);
      kit.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsInTimeWithAVerdictAndLeavesNothingBehind(Mode mode) throws Exception {
    Run run = RUNS.get(mode).get();

    assertThat(status(mode)).as(run::toString).contains(run.status());
    assertThat(run.out() + run.err()).doesNotContain("OutOfMemoryError", "Exception in", "\tat ");
    assertThat(run.processes()).as("processes of the run").isEmpty();
    assertThat(run.files()).as("temporary files").isEmpty();
    if (run.status() == 3) {
      assertThat(run.err()).as(run::toString).startsWith("echospec: ");
      return;
    }
    assertThat(run.err()).isEmpty();
    JsonNode results = Kit.results(run.report());
    assertThat(results.get("complete").booleanValue()).as(run::toString).isTrue();
    assertThat(Kit.cases(results)).hasSize(Catalogue.cases().size());
    assertThat(load.allRun()).as("the machine was busy").isTrue();
    long bound = results.at("/facts/boundMillis").longValue();
    assertThat(run.took().toMillis())
        .as(() -> mode + ": the whole process, " + slowest(results) + "\n" + run)
        .isLessThanOrEqualTo(bound + bound / HELD_UP);
    // A case may take a tenth of it; what ends a play or starts a server takes longer under load.
    assertThat(Kit.cases(results))
        .as(run::toString)
        .allMatch(one -> one.get("millis").longValue() <= bound / 5);
    assertThat(Kit.idsWith("ERROR", results)).as(run::toString).isEmpty();
    if (CORRECT.contains(mode)) {
      assertThat(Kit.idsWith("FAIL", results)).isEmpty();
      assertThat(Kit.idsWith("WARN", results)).isEmpty();
      assertThat(run.out()).contains("CONFORMS to the profile");
    } else {
      JsonNode first =
          Kit.cases(results)
              .filter(one -> Kit.text(one, "verdict").equals("FAIL"))
              .findFirst()
              .orElseThrow();
      assertThat(Kit.text(first.get("violation"), "message")).containsPattern(words(mode));
      assertThat(run.out()).contains("DOES NOT CONFORM");
    }
  }

  /** Returns the cases that took longest, and how long the run took by its own clock. */
  private static String slowest(JsonNode results) {
    return Kit.cases(results)
        .sorted(Comparator.comparingLong(one -> -one.get("millis").longValue()))
        .limit(3)
        .map(one -> Kit.text(one, "id") + " " + one.get("millis") + " ms")
        .collect(joining(", ", "of which the run " + results.get("millis") + " ms: ", ""));
  }

  private static Set<Integer> status(Mode mode) {
    if (mode == Mode.NEVER_ACCEPTS) {
      // The system takes a few clients for it: whether one of them was the kit is a matter of time.
      return Set.of(1, 3);
    }
    return Set.of(CORRECT.contains(mode) ? 0 : NO_TARGET.contains(mode) ? 3 : 1);
  }

  /** What the first failure has to do with the fault, where that does not depend on chance. */
  private static String words(Mode mode) {
    return switch (mode) {
      case SILENT, NEVER_READS -> "answers nothing";
      case CLOSES -> "closed the connection";
      case RESETS -> "reset the connection";
      // It may come when the client has sent something already.
      case GREETS -> "not owed|byte 0 of the echo is 32";
      case LINES -> "then nothing moved";
      case HTTP -> "the server speaks HTTP";
      case NEVER_ACCEPTS -> "no answer";
      default -> "";
    };
  }
}

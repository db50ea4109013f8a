package dev.echospec.soak;

import dev.echospec.cli.Echospec;
import dev.echospec.testing.BusyLoops;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Many full runs against correct servers on a busy machine: none of them may be blamed. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description =
        "Makes N full runs of the suite against servers that are known to be correct, while other"
            + " processes keep all cores busy. Ends with status 1 if one of them was blamed.",
    footer = {"", "Example:", "  ./soak 100"})
public final class Soak implements Callable<Integer> {
  /** Beyond the bound of any run: a kit that hangs is a finding, too. */
  private static final Duration MOST = Duration.ofMinutes(40);

  private static final int ENDING_SECONDS = 20;

  @Parameters(paramLabel = "N", description = "How many runs.")
  private int runs;

  @Option(
      names = "--parallel",
      paramLabel = "K",
      description = "So many runs at the same time (default: the number of cores).")
  private int parallel = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the first run; each further one has the next (default: a new one).")
  private int seed = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE / 2);

  @Option(
      names = "--on",
      paramLabel = "NAME",
      description = "Only this server of the zoo. May be repeated (default: all correct ones).")
  private List<String> names = List.of();

  @Option(
      names = "--tries",
      paramLabel = "N",
      description = "Tries of a plain case, as for verify (default: verify's).")
  private Integer tries;

  @Option(
      names = "--case",
      paramLabel = "GLOB",
      description = "Only cases that match, as for verify. May be repeated (default: all).")
  private List<String> cases = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/soak",
      description = "Where the reports and the summary go (default: ${DEFAULT-VALUE}).")
  private Path out;

  private static final int BROKEN_OFF = 4;

  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean brokenOff;

  private Soak() {}

  /** Ends with status 1 if a correct server was blamed, 2 if called wrongly, 4 if broken off. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new Soak())
        .setParameterExceptionHandler(
            (wrong, arguments) -> {
              System.err.println("soak: " + wrong.getMessage());
              return 2;
            })
        .setExecutionExceptionHandler(
            (broken, command, result) -> {
              System.err.println("soak: broken off: " + broken);
              return 4;
            })
        .execute(args);
  }

  @Override
  public Integer call() throws Exception {
    List<Subject> subjects = subjects();
    Files.createDirectories(out);
    Instant began = Instant.now();
    long start = System.nanoTime();
    List<SoakedRun> done = new ArrayList<>();
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    Thread hook = new Thread(() -> breakOff(threads), "soak: broken off");
    Runtime.getRuntime().addShutdownHook(hook);
    try (BusyLoops busy = BusyLoops.start(cores)) {
      ExecutorCompletionService<SoakedRun> results = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < runs; i++) {
        int number = i + 1;
        Subject subject = subjects.get(i % subjects.size());
        results.submit(() -> soaked(number, subject));
      }
      SoakPage page = new SoakPage(began, cores, parallel, seed, runs, subjects);
      while (done.size() < runs) {
        SoakedRun run = results.take().get();
        if (brokenOff) {
          // The soak ended this run: its output is no evidence.
          return BROKEN_OFF;
        }
        done.add(run);
        System.out.println(run.line(runs));
        if (!busy.allRun()) {
          throw new IllegalStateException("a busy loop has ended: this was no soak");
        }
        // After every run: a soak that is broken off has its page as well.
        page.write(out.resolve("soak.md"), done, sinceNanos(start), busy.used());
      }
      System.out.println();
      System.out.println(page.summary(done, sinceNanos(start), busy.used()));
    } catch (ExecutionException e) {
      if (brokenOff) {
        return BROKEN_OFF;
      }
      throw new IllegalStateException("a run could not be made", e.getCause());
    } finally {
      threads.shutdownNow();
      endRuns();
      if (!brokenOff) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
    System.out.println("Summary: " + out.resolve("soak.md"));
    return done.stream().anyMatch(SoakedRun::isFalseFailure) ? 1 : 0;
  }

  private List<Subject> subjects() {
    if (runs < 1 || parallel < 1) {
      throw new CommandLine.ParameterException(
          new CommandLine(this), "N and --parallel take numbers from 1");
    }
    try {
      return names.isEmpty() ? Subject.correct() : names.stream().map(Subject::named).toList();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(new CommandLine(this), e.getMessage());
    }
  }

  private static Duration sinceNanos(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private SoakedRun soaked(int number, Subject subject) throws IOException, InterruptedException {
    String name = String.format(java.util.Locale.ROOT, "run-%04d-%s", number, subject.name());
    Path folder = out.resolve(name);
    Path printed = out.resolve(name + ".txt");
    long start = System.nanoTime();
    Process kit =
        Subject.process(command(subject, seed + number - 1, folder))
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    running.add(kit);
    try {
      kit.getOutputStream().close();
      if (!kit.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
        end(kit);
      }
      SoakedRun run =
          SoakedRun.read(
              number,
              subject,
              seed + number - 1L,
              sinceNanos(start),
              folder,
              Files.readString(printed, StandardCharsets.UTF_8),
              kit.waitFor());
      if (!run.isFalseFailure() && run.inconclusive().isEmpty()) {
        forget(folder, printed);
      }
      return run;
    } finally {
      end(kit);
      running.remove(kit);
    }
  }

  private List<String> command(Subject subject, int seed, Path folder) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Subject.JAVA,
                "-Xshare:auto",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                Echospec.class.getName(),
                "verify",
                "--seed",
                Integer.toString(seed),
                "--report",
                folder.toString()));
    if (tries != null) {
      command.addAll(List.of("--tries", tries.toString()));
    }
    cases.forEach(glob -> command.addAll(List.of("--case", glob)));
    command.addAll(subject.arguments());
    return command;
  }

  /** Deletes the reports of runs without a failure: there are hundreds. */
  private static void forget(Path folder, Path printed) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    Files.delete(printed);
  }

  /** At Ctrl-C no further run begins, and those that are under way end. */
  private void breakOff(ExecutorService threads) {
    brokenOff = true;
    threads.shutdownNow();
    endRuns();
  }

  private void endRuns() {
    running.forEach(Process::destroy);
    running.forEach(Soak::end);
  }

  /** Politely at first: a kit that is asked to end ends its server. */
  private static void end(Process kit) {
    kit.destroy();
    try {
      if (!kit.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
        kit.destroyForcibly();
      }
    } catch (InterruptedException e) {
      kit.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

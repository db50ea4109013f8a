package dev.echospec.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The outcome of a soak as Markdown.
 *
 * @param began when
 * @param cores of the machine, and busy loops
 * @param parallel runs at the same time
 * @param seed of the first run
 * @param runs that were asked for
 * @param subjects in turn
 */
record SoakPage(
    Instant began, int cores, int parallel, int seed, int runs, List<Subject> subjects) {
  /** Writes the page of the runs that are done. */
  void write(Path file, List<SoakedRun> done, Duration took, Duration busy) throws IOException {
    StringBuilder text = new StringBuilder(summary(done, took, busy)).append("\n\n");
    text.append("| server | profile | runs | blamed | inconclusive cases | slowest run |\n");
    text.append("|---|---|---:|---:|---:|---:|\n");
    for (Subject subject : subjects) {
      List<SoakedRun> of = done.stream().filter(run -> run.subject().equals(subject)).toList();
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %d | %d | %d | %d s |%n",
              subject.name(),
              subject.profile().id(),
              of.size(),
              blamed(of),
              inconclusive(of),
              of.stream().mapToLong(run -> run.took().toSeconds()).max().orElse(0)));
    }
    done.stream()
        .sorted(Comparator.comparing(SoakedRun::number))
        .forEach(
            run ->
                run.findings()
                    .forEach(
                        words ->
                            text.append("\nRun ")
                                .append(run.number())
                                .append(", again with `./soak 1 --on ")
                                .append(run.subject().name())
                                .append(" --seed ")
                                .append(run.seed())
                                .append("`:\n\n```\n")
                                .append(words)
                                .append("\n```\n")));
    Files.writeString(file, text);
  }

  /** The figures, in some lines. */
  String summary(List<SoakedRun> done, Duration took, Duration busy) {
    Map<String, Long> cases =
        done.stream()
            .flatMap(run -> run.inconclusive().stream())
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return String.format(
        Locale.ROOT,
        "- %s: %d of %d runs in %d min, %d at a time, from seed %d; %s%n"
            + "- False failures: %d%n"
            + "- Inconclusive cases: %d of %d%s%n"
            + "- Machine: %d cores, %s %s (%s), Java %s; as many busy loops had %d %% of the"
            + " processor time",
        began.truncatedTo(ChronoUnit.SECONDS),
        done.size(),
        runs,
        took.toMinutes(),
        parallel,
        seed,
        slowest(done),
        blamed(done),
        inconclusive(done),
        done.stream().flatMap(run -> run.verdicts().values().stream()).mapToInt(n -> n).sum(),
        cases.isEmpty()
            ? ""
            : " "
                + cases.entrySet().stream()
                    .map(entry -> entry.getKey() + " ×" + entry.getValue())
                    .collect(Collectors.joining(", ", "(", ")")),
        cores,
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"),
        System.getProperty("java.runtime.version"),
        100 * busy.toMillis() / Math.max(1, took.toMillis() * cores));
  }

  private static String slowest(List<SoakedRun> done) {
    List<Long> seconds = done.stream().map(run -> run.took().toSeconds()).sorted().toList();
    return seconds.isEmpty()
        ? "none ended"
        : "a run took "
            + seconds.get(seconds.size() / 2)
            + " s in the middle, "
            + seconds.get(seconds.size() - 1)
            + " s at most";
  }

  private static long blamed(List<SoakedRun> runs) {
    return runs.stream().filter(SoakedRun::isFalseFailure).count();
  }

  private static int inconclusive(List<SoakedRun> runs) {
    return runs.stream().mapToInt(run -> run.inconclusive().size()).sum();
  }
}

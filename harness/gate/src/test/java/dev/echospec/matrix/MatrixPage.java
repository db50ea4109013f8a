package dev.echospec.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.echospec.result.CaseResult;
import dev.echospec.result.Failure;
import dev.echospec.result.FailureText;
import dev.echospec.result.Verdict;
import dev.echospec.zoo.Zoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The part of {@code target/matrix.md} that a family of servers fills. Families run in several
 * processes; whichever ends puts the page together anew from the parts that are there.
 */
final class MatrixPage {
  private static final Path PAGE = Path.of("target", "matrix.md");
  private static final Path PARTS = Path.of("target", "matrix");

  private final Class<?> family;
  private final List<String> lines = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<String, Duration> took = new LinkedHashMap<>();
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private final List<String> inconclusive = new ArrayList<>();

  MatrixPage(Class<?> family) {
    this.family = family;
  }

  /** A fault and a case that it names. */
  void row(Pair pair) {
    CaseResult result = pair.result();
    if (lines.isEmpty()) {
      lines.add("| fault | case | verdict | found after | time | bytes left | words |");
      lines.add("|---|---|---|--:|--:|--:|---|");
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s | %.1f s | %s | %s |",
            pair.fault(),
            result.info().id(),
            result.verdict(),
            result.failure().map(Failure::foundAfter).map(String::valueOf).orElse(""),
            result.took().toMillis() / 1000.0,
            result.failure().map(f -> String.valueOf(f.sight().script().bytes())).orElse(""),
            pair.words().stream()
                .filter(pair.text()::contains)
                .collect(Collectors.joining("; "))
                .replace("|", "\\|")));
    failures.add("## " + pair.fault() + ": " + pair.fault().summary());
    failures.addAll(pair.printed());
    failures.add("");
  }

  /** How many checks each fault had, and how many runs their tests took. */
  void checks(List<Checks> faults) {
    lines.add("");
    lines.add("| fault | checks | tests | decided by a second run | by a third |");
    lines.add("|---|--:|--:|--:|--:|");
    faults.forEach(
        one ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %d | %d | %d | %d |",
                    one.fault(),
                    one.checks(),
                    one.tests(),
                    one.second(),
                    one.third())));
  }

  /** A server that is odd, though correct, and a case. */
  void odd(Zoo.Entry odd, CaseResult result) {
    took.merge(odd.name(), result.took(), Duration::plus);
    verdicts.merge(result.verdict(), 1, Integer::sum);
    if (result.verdict() != Verdict.PASS) {
      failures.add("## " + odd.name() + ": " + FailureText.headline(result));
    }
    if (result.verdict() == Verdict.INCONCLUSIVE) {
      inconclusive.add("- inconclusive: " + odd.name() + ", " + FailureText.headline(result));
    }
  }

  private List<String> summaryOfOdd() {
    List<String> summary = new ArrayList<>();
    if (!verdicts.isEmpty()) {
      summary.add("Verdicts: " + verdicts);
      summary.add("");
      summary.addAll(inconclusive);
      took.forEach(
          (name, time) ->
              summary.add(
                  String.format(Locale.ROOT, "- %s: %.1f s", name, time.toMillis() / 1000.0)));
    }
    return summary;
  }

  void write() {
    lines.addAll(summaryOfOdd());
    try {
      Files.createDirectories(PARTS);
      try (FileChannel channel =
              FileChannel.open(
                  PARTS.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        Files.write(part(family, ".md"), lines, UTF_8);
        Files.write(part(family, ".txt"), failures, UTF_8);
        List<String> page = new ArrayList<>(List.of("# The matrix: servers and cases", ""));
        for (Class<?> each : Zoo.families()) {
          if (Files.exists(part(each, ".md"))) {
            page.add("## " + each.getSimpleName());
            page.add("");
            page.addAll(Files.readAllLines(part(each, ".md"), UTF_8));
            page.add("");
          }
        }
        Files.write(PAGE, page, UTF_8);
        lock.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path part(Class<?> family, String suffix) {
    return PARTS.resolve(family.getSimpleName() + suffix);
  }
}

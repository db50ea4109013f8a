package dev.echospec.report;

import dev.echospec.engine.RunListener;
import dev.echospec.result.CaseResult;
import dev.echospec.result.FailureText;
import dev.echospec.result.RunResult;
import dev.echospec.result.Seconds;
import dev.echospec.result.Verdict;
import dev.echospec.suite.CaseInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A run as it is watched: on a terminal one line that tells where it is, and above it a line for
 * each case that has ended; elsewhere only the latter.
 */
public final class ConsoleReport implements RunListener {
  /** The status is not written more often than this: a terminal is slower than a try. */
  private static final long LEAST_NANOS = Duration.ofMillis(100).toNanos();

  /** Short rounds are not told one by one. */
  private static final long ROUNDS_NANOS = Duration.ofSeconds(30).toNanos();

  private final Console out;
  private final FailureText failures;
  private final LongSupplier nanoTime;
  private long statusAt;
  private String running = "";
  private String round = "";
  private long roundSaidAt;
  private final Map<String, Verdict> told = new HashMap<>();
  private long began;

  /**
   * Creates a listener that prints.
   *
   * @param out where to print
   * @param failures how a failure is printed
   */
  public ConsoleReport(Console out, FailureText failures) {
    this(out, failures, System::nanoTime);
  }

  ConsoleReport(Console out, FailureText failures, LongSupplier nanoTime) {
    this.out = out;
    this.failures = failures.within(out.columns(FailureText.ANY_WIDTH));
    this.nanoTime = nanoTime;
  }

  @Override
  public void ready(RunResult.Facts facts) {
    line(
        "The server answers "
            + facts.answers()
            + (facts.sequential() ? ", one connection at a time" : ", many connections at once")
            + "; round trip "
            + millis(facts.roundTrip())
            + ", patience "
            + Seconds.of(facts.patience())
            + "; ends within "
            + Seconds.of(facts.bound())
            + ".");
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
  }

  @Override
  public void roundStarted(int number, long seed, int cases) {
    round = "round " + number + " ";
    long time = nanoTime.getAsLong();
    if (number == 2 || time - roundSaidAt >= ROUNDS_NANOS) {
      roundSaidAt = time;
      line("Round " + number + ", seed " + seed + ": " + FailureText.count(cases, "case", "cases"));
    }
  }

  @Override
  public void caseStarted(CaseInfo info, int index, int of) {
    running = round + "[" + index + "/" + of + "] " + info.id();
    began = nanoTime.getAsLong();
    status("", true);
  }

  @Override
  public void tried(int tries, int of) {
    status(tries + "/" + of + " tries", false);
  }

  @Override
  public void shrinking(long bytes) {
    status("FAILS, shrinking: " + FailureText.count(bytes, "byte", "bytes"), false);
  }

  @Override
  public void confirming(int replay, int of) {
    status("FAILS, replay " + replay + " of " + of, true);
  }

  @Override
  public void waiting(String why) {
    line("Waiting: " + why + ".");
  }

  @Override
  public void caseEnded(CaseResult result) {
    running = "";
    boolean news = told.put(result.info().id(), result.verdict()) != result.verdict();
    if (result.verdict() == Verdict.SKIP || !news) {
      // Skipped cases are told at the end, those with the same reason together; a case that ends as
      // it did in an earlier round is not told again.
      out.clearStatus();
      return;
    }
    if (result.isExpected()) {
      out.line(
          coloured(Verdict.INCONCLUSIVE, FailureText.headline(result))
              .and(": " + result.known().orElseThrow().entry().reason()));
    } else if (result.failure().isPresent()) {
      line("");
      List<String> lines = failures.linesButHowToSeeItAgain(result);
      out.line(coloured(result.verdict(), lines.get(0)));
      lines.subList(1, lines.size()).forEach(this::line);
      failures.again(result).ifPresent(again -> out.line(Line.command(FailureText.AGAIN, again)));
      line("");
    } else {
      out.line(coloured(result.verdict(), FailureText.headline(result)));
    }
  }

  /**
   * Prints the end of the report.
   *
   * @param result of the run
   * @param folder where the report is, if one was written
   */
  public void summary(RunResult result, Optional<Path> folder) {
    line("");
    skipped(result);
    line(Outcome.counts(result));
    listed("Failed", result, Verdict.FAIL);
    listed("Warned", result, Verdict.WARN);
    listed("Inconclusive", result, Verdict.INCONCLUSIVE);
    listed("Errors", result, Verdict.ERROR);
    if (!result.surprises().isEmpty()) {
      line("Surprises:");
      result.surprises().forEach(s -> line("      " + s.inWords()));
    }
    causes(result);
    result.notes().forEach(note -> line("Note: " + note + "."));
    result.error().ifPresent(error -> line("Error: " + error));
    Outcome outcome = Outcome.of(result);
    out.line(coloured(outcome.tone(), outcome.verdict()).and(outcome.about()));
    folder.ifPresent(path -> line("Report: " + path.toString()));
  }

  private void skipped(RunResult result) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    for (CaseResult one : result.cases()) {
      if (one.verdict() == Verdict.SKIP) {
        byReason
            .computeIfAbsent(one.reason().orElse("no reason given"), reason -> new ArrayList<>())
            .add(one.info().id());
      }
    }
    byReason.forEach(
        (reason, ids) -> {
          out.line(coloured(Verdict.SKIP, "SKIP  " + reason + ":"));
          ids.forEach(id -> line("      " + id));
        });
  }

  private void listed(String title, RunResult result, Verdict verdict) {
    if (result.count(verdict) > 0) {
      line(title + ":");
      for (CaseResult one : result.cases()) {
        if (one.verdict() == verdict) {
          line("      " + one.info().id() + (one.isExpected() ? " (known)" : ""));
        }
      }
    }
  }

  private void causes(RunResult result) {
    for (RunResult.Explanation one : result.explanations()) {
      line(one.diagnosis().line());
      line("      To fix it: " + one.diagnosis().cause().fix());
      line("      It explains: " + String.join(", ", one.caseIds()));
    }
    if (!result.unexplained().isEmpty()) {
      line(
          "The evidence is too thin to name a cause of: "
              + String.join(", ", result.unexplained()));
    }
  }

  private void status(String what, boolean now) {
    long time = nanoTime.getAsLong();
    if (!out.isLively() || !now && time - statusAt < LEAST_NANOS) {
      return;
    }
    statusAt = time;
    String elapsed = Seconds.of(Duration.ofNanos(time - began));
    out.status(running + "  " + (what.isEmpty() ? "" : what + "  ") + elapsed);
  }

  private void line(String text) {
    out.line(text);
  }

  /** A line whose first words are coloured, up to the first two blanks. */
  private static Line coloured(Verdict verdict, String text) {
    int end = text.indexOf("  ");
    int split = end < 0 ? text.length() : end;
    return Line.of("")
        .and(Line.Colour.of(verdict), text.substring(0, split))
        .and(text.substring(split));
  }
}

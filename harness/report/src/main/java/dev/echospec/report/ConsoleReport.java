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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A run as it is watched: on a terminal one line that tells where it is, and above it, as
 * elsewhere, each fault as soon as it is found, a line for each further case that fails of it, and
 * a line for each section that has come to its end.
 */
public final class ConsoleReport implements RunListener {
  /** The status is not written more often than this: a terminal is slower than a try. */
  private static final long LEAST_NANOS = Duration.ofMillis(100).toNanos();

  /** Short rounds are not told one by one. */
  private static final long ROUNDS_NANOS = Duration.ofSeconds(30).toNanos();

  private final Console out;
  private final FailureText failures;
  private final boolean verbose;
  private final LongSupplier nanoTime;
  private final SectionTally sections;
  private final Map<String, Verdict> told = new HashMap<>();

  /** By the number of the fault the case at which its text stands. */
  private final Map<Integer, CaseResult> faults = new HashMap<>();

  private long statusAt;
  private String running = "";
  private String round = "";
  private long roundSaidAt;
  private Optional<Long> endsBy = Optional.empty();

  /** Whether the last line is the blank one behind the text of a failure. */
  private boolean spaced;

  /**
   * Creates a listener that prints.
   *
   * @param out where to print
   * @param failures how a failure is printed
   * @param cases that are to run
   * @param verbose whether there is a line for each case in place of one for each section
   */
  public ConsoleReport(Console out, FailureText failures, List<CaseInfo> cases, boolean verbose) {
    this(out, failures, cases, verbose, System::nanoTime);
  }

  ConsoleReport(
      Console out,
      FailureText failures,
      List<CaseInfo> cases,
      boolean verbose,
      LongSupplier nanoTime) {
    this.out = out;
    this.failures = failures.within(out.columns(FailureText.ANY_WIDTH));
    this.sections = new SectionTally(cases);
    this.verbose = verbose;
    this.nanoTime = nanoTime;
  }

  @Override
  public void ready(RunResult.Facts facts) {
    endsBy = Optional.of(nanoTime.getAsLong() + facts.bound().toNanos());
    out.line(
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
      String many = FailureText.count(cases, "case", "cases");
      line(Line.of("Round " + number + ", seed " + seed + ": " + many));
    }
  }

  @Override
  public void caseStarted(CaseInfo info, int index, int of) {
    running = round + "[" + index + "/" + of + "] " + info.id();
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
    line(Line.of("Waiting: " + why + "."));
  }

  @Override
  public void caseEnded(CaseResult result) {
    running = "";
    out.clearStatus();
    Optional<Verdict> before = Optional.ofNullable(told.put(result.info().id(), result.verdict()));
    if (before.filter(result.verdict()::equals).isEmpty()) {
      tell(result);
    }
    if (before.isEmpty() && !verbose) {
      sections.ended(result).ifPresent(this::line);
    }
  }

  /** Skipped cases are told at the end, those with the same reason together. */
  private void tell(CaseResult result) {
    if (result.isExpected()) {
      line(
          coloured(Verdict.INCONCLUSIVE, FailureText.headline(result))
              .and(": " + result.known().orElseThrow().entry().reason()));
    } else if (faults.containsKey(result.fault())) {
      CaseInfo first = faults.get(result.fault()).info();
      line(coloured(result.verdict(), FailureText.reference(result, first)));
    } else if (result.failure().isPresent() && result.verdict() == Verdict.INFO) {
      // It counts for nothing, and mostly shows a fault that another case is blamed for.
      String why = FailureText.sentence(result.failure().get());
      line(coloured(result.verdict(), FailureText.headline(result)).and(": " + why));
    } else if (result.failure().isPresent()) {
      whole(result);
    } else if (!(result.didNotFail() || result.verdict() == Verdict.SKIP)
        || verbose && result.verdict() != Verdict.SKIP) {
      line(coloured(result.verdict(), FailureText.headline(result)));
    }
  }

  private void whole(CaseResult result) {
    if (result.fault() > 0) {
      faults.put(result.fault(), result);
    }
    if (!spaced) {
      out.line("");
    }
    List<String> lines = failures.linesButHowToSeeItAgain(result);
    out.line(coloured(result.verdict(), lines.get(0)));
    lines.subList(1, lines.size()).forEach(out::line);
    failures.again(result).ifPresent(again -> out.line(Line.command(FailureText.AGAIN, again)));
    out.line("");
    spaced = true;
  }

  private void line(Line line) {
    out.line(line);
    spaced = false;
  }

  /**
   * Prints the end of the report.
   *
   * @param result of the run
   * @param folder where the report is, if one was written
   */
  public void summary(RunResult result, Optional<Path> folder) {
    sections.begun().forEach(this::line);
    new ConsoleSummary(out, failures, faults).print(result, folder);
  }

  private void status(String what, boolean now) {
    long time = nanoTime.getAsLong();
    if (!out.isLively() || !now && time - statusAt < LEAST_NANOS) {
      return;
    }
    statusAt = time;
    String left = endsBy.map(end -> "  at most " + left(end - time) + " left").orElse("");
    out.status(running + (what.isEmpty() ? "" : "  " + what) + left);
  }

  /** A time in whole seconds, or in minutes and seconds. */
  private static String left(long nanos) {
    Duration left = Duration.ofSeconds(Math.max(0, Duration.ofNanos(nanos).toSeconds()));
    return left.toMinutes() == 0 ? left.toSeconds() + " s" : Seconds.of(left);
  }

  /** Returns a line whose first words are coloured, up to the first two blanks. */
  static Line coloured(Verdict verdict, String text) {
    int end = text.indexOf("  ");
    int split = end < 0 ? text.length() : end;
    return Line.of("")
        .and(Line.Colour.of(verdict), text.substring(0, split))
        .and(text.substring(split));
  }
}

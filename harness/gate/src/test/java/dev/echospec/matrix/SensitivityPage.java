package dev.echospec.matrix;

import dev.echospec.zoo.Zoo;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was measured, as {@code docs/sensitivity.md}: the page is a function of the data. */
final class SensitivityPage {
  /** A fault at the boundary of a read of 16 bytes needs one byte more, to cross it. */
  static final int BOUNDARY = 17;

  private final Sensitivity data;
  private final StringBuilder page = new StringBuilder();

  private SensitivityPage(Sensitivity data) {
    this.data = data;
  }

  /** The page. */
  static String of(Sensitivity data) {
    SensitivityPage page = new SensitivityPage(data);
    page.summary();
    page.matrix();
    page.chance();
    page.combined();
    page.model();
    return page.page.toString();
  }

  /** The faults that show at the boundary of a read of 16 bytes. */
  static Stream<Zoo.Entry> atTheBoundary() {
    return Zoo.faults().stream().filter(fault -> fault.bytes() == BOUNDARY);
  }

  private void summary() {
    List<Measured> named = data.named();
    line(
        "<!-- Generated from docs/sensitivity.json and the zoo: not to be edited. To measure anew:");
    line("     " + Recording.FIGURES.command());
    line("     To count the checks alone, and measure no times:");
    line("     " + Recording.CHECKS.command() + " -->");
    line("");
    line("# How sensitive the kit is");
    line("");
    line(
        "The suite is tested with servers that have one fault each. This page says, for each fault,"
            + " which cases must catch it, how soon they did, and how short the conversation was"
            + " that they printed. Each figure is the median of %d runs with different seeds"
            + " (of the section model: %d), on a machine with two processors that had to do the"
            + " same for other faults meanwhile.",
        most(named), most(data.model()));
    line("");
    line(
        "- Faulty servers: %d, in %d families. Each must be caught by %d cases or more, %d pairs of"
            + " a fault and a case in all; every build checks all of them, by %,d checks, and fails if one"
            + " is left out.",
        Zoo.faults().size(),
        Zoo.families().stream().filter(SensitivityPage::isFaulty).count(),
        Zoo.faults().stream().mapToInt(fault -> fault.caughtBy().size()).min().orElse(0),
        Zoo.faults().stream().mapToInt(fault -> fault.caughtBy().size()).sum(),
        data.checks().stream().mapToInt(Checks::checks).sum());
    line(
        "- Faults that show by chance, or in a race: %d. For each of these one run of up to %d must"
            + " pass; every other fault has one run. Another run was needed by %d of their %d"
            + " tests, and by none of the %,d others.",
        randomFaults().count(),
        Gate.MOST_RUNS,
        sum(randomFaults(), one -> one.second() + one.third()),
        sum(randomFaults(), Checks::tests),
        data.checks().stream().mapToInt(Checks::tests).sum() - sum(randomFaults(), Checks::tests));
    line(
        "- Correct but odd servers: %d. No case may blame one; every build checks that, too.",
        Zoo.odd().size());
    line(
        "- Time to the first failure, from the beginning of the case: median %s; for nine pairs in"
            + " ten less than %s; at most %s.",
        time(quantile(named, 5, Measured.Run::micros)),
        time(quantile(named, 9, Measured.Run::micros)),
        time(quantile(named, 10, Measured.Run::micros)));
    line(
        "- Tries to the first failure: median %d; for nine pairs in ten %d or less; at most %d.",
        quantile(named, 5, Measured.Run::tries),
        quantile(named, 9, Measured.Run::tries),
        quantile(named, 10, Measured.Run::tries));
    line(
        "- The shrunk script: median %d bytes, %d steps, %d connection.",
        quantile(named, 5, Measured.Run::bytes),
        quantile(named, 5, Measured.Run::steps),
        quantile(named, 5, Measured.Run::connections));
    line(
        "- Faults at the boundary of a read of 16 bytes (%s): shrunk to %d bytes at most, on one"
            + " connection.",
        atTheBoundary().map(fault -> "`" + fault.name() + "`").collect(Collectors.joining(", ")),
        atTheBoundary()
            .flatMap(fault -> of(named, fault))
            .mapToLong(one -> one.most(Measured.Run::bytes))
            .max()
            .orElse(0));
    long caught = caughtByTheModel(true).count();
    line(
        "- The section model alone, one case in each run, catches %d of the %d faults: %d%%.",
        caught, Zoo.faults().size(), 100 * caught / Zoo.faults().size());
    line("");
  }

  private void matrix() {
    line("## Each fault, and the cases that catch it");
    line("");
    line(
        "Tries and time are to the first failure, before shrinking; bytes, steps and connections"
            + " are those of the shrunk script. A fault that shows now and then only, or after a"
            + " while, cannot be shrunk far. The words are those that the build looks for in the"
            + " printed failure. The checks are all that it makes of the fault: of each case the"
            + " verdict, these words, that no wrong cause is called likely, how far the script was"
            + " shrunk, and that the figures are not grossly worse than those here; that the cause"
            + " which explains most failures is right; and that the section model alone catches the"
            + " fault, if it is certain to.");
    for (Class<?> family : Zoo.families()) {
      if (isFaulty(family)) {
        line("");
        line("### %s", family.getSimpleName());
        line("");
        line(
            "| fault | what is wrong | checks | case | tries | time | bytes | steps | connections |"
                + " words |");
        line("|---|---|--:|---|--:|--:|--:|--:|--:|---|");
        faults(family).forEach(this::rows);
      }
    }
    line("");
  }

  private void rows(Zoo.Entry fault) {
    for (String id : fault.caughtBy()) {
      boolean first = id.equals(fault.caughtBy().get(0));
      Optional<Measured> row = data.named(fault.name(), id);
      line(
          "| %s | %s | %s | %s | %s | %s |",
          first ? "`" + fault.name() + "`" : "",
          first ? text(fault.summary()) : "",
          first ? data.checks(fault.name()).map(one -> "" + one.checks()).orElse("") : "",
          id,
          row.map(SensitivityPage::figures).orElse("not measured | | | |"),
          fault.saying(id).stream()
              .map(words -> "`` " + words.strip().replace("|", "\\|") + " ``")
              .collect(Collectors.joining(", ")));
    }
  }

  private static String figures(Measured row) {
    return String.format(
        Locale.ROOT,
        "%,d | %s | %,d | %,d | %,d",
        row.median(Measured.Run::tries),
        time(row.median(Measured.Run::micros)),
        row.median(Measured.Run::bytes),
        row.median(Measured.Run::steps),
        row.median(Measured.Run::connections));
  }

  private void chance() {
    line("## Chance and races");
    line("");
    line(
        "One run may miss these faults. A test of such a fault may take up to %d runs, each with a"
            + " seed of its own; the table says how many tests there were when this page was"
            + " written, and how many of them a second or third run decided.",
        Gate.MOST_RUNS);
    line("");
    line("| fault | why one run may miss it | tests | second run | third run |");
    line("|---|---|--:|--:|--:|");
    randomFaults()
        .forEach(
            fault ->
                line(
                    "| `%s` | %s | %s |",
                    fault.name(),
                    text(fault.chance().orElseThrow()),
                    data.checks(fault.name())
                        .map(one -> one.tests() + " | " + one.second() + " | " + one.third())
                        .orElse("not counted | |")));
    line("");
  }

  private static Stream<Zoo.Entry> randomFaults() {
    return Zoo.faults().stream().filter(fault -> fault.chance().isPresent());
  }

  private int sum(Stream<Zoo.Entry> faults, ToIntFunction<Checks> what) {
    return faults.flatMap(fault -> data.checks(fault.name()).stream()).mapToInt(what).sum();
  }

  private void combined() {
    List<Combined> rows = data.combined();
    line("## Several faults at once");
    line("");
    line(
        "A server with several faults gets one run of all cases, as a user's. A fault is shown if a"
            + " conversation that the run reports fails on a server that has this fault alone, and"
            + " passes on servers that have one of the others. Of %d servers with %d faults, %d"
            + " faults are shown; %d runs have at most one report more than there are faults. The"
            + " runs take %s in the middle and %s at most. Every build repeats the first server of"
            + " each carrier's section, and fails if one fault is missed or there are more reports than"
            + " that.",
        rows.size(),
        rows.stream().mapToInt(Combined::planted).sum(),
        rows.stream().mapToInt(Combined::shown).sum(),
        rows.stream().filter(Combined::isBrief).count(),
        time(duration(rows, 5)),
        time(duration(rows, 10)));
    line("");
    line("| faults | reports | shown | time |");
    line("|---|--:|---|--:|");
    rows.forEach(
        row ->
            line(
                "| %s | %d | %s | %s |",
                row.faults(),
                row.reports(),
                row.missed().isEmpty() ? "all" : "not " + String.join(", ", row.missed()),
                time(row.millis() * 1000)));
    line("");
  }

  /** Returns the duration that this many tenths of the runs do not exceed, in microseconds. */
  private static long duration(List<Combined> rows, int tenths) {
    return rows.isEmpty()
        ? 0
        : rows.stream()
            .mapToLong(row -> row.millis() * 1000)
            .sorted()
            .skip((rows.size() - 1L) * tenths / 10)
            .findFirst()
            .orElseThrow();
  }

  private void model() {
    line("## The section model alone");
    line("");
    line(
        "The two cases of this section know no rule in particular: they play random conversations,"
            + " `model/one-connection` one client after another, `model/many-connections` up to"
            + " eight at once, and now and then a crowd. Here each ran alone against a fresh server, with as many tries as"
            + " in a user's run. The build repeats this for the faults that they caught in every"
            + " run within %d tries, with the faster one of the two.",
        ModelAlone.MOST_TRIES);
    line("");
    List<Measured> caught = data.model().stream().filter(one -> !one.runs().isEmpty()).toList();
    line(
        "Where they caught the fault, the median is %d tries and %s to the first failure; the"
            + " shrunk script has %d bytes, %d steps and %d connection (nine in ten: %d bytes, %d"
            + " steps, %d connections or less).",
        quantile(caught, 5, Measured.Run::tries),
        time(quantile(caught, 5, Measured.Run::micros)),
        quantile(caught, 5, Measured.Run::bytes),
        quantile(caught, 5, Measured.Run::steps),
        quantile(caught, 5, Measured.Run::connections),
        quantile(caught, 9, Measured.Run::bytes),
        quantile(caught, 9, Measured.Run::steps),
        quantile(caught, 9, Measured.Run::connections));
    line("");
    line("### What it does not catch");
    line("");
    line(
        "Not in every run, that is; these faults need one of the other cases. `2 of 3` says that"
            + " some runs did.");
    line("");
    line("| fault | what is wrong | model/one-connection | model/many-connections |");
    line("|---|---|---|---|");
    caughtByTheModel(false)
        .forEach(
            fault ->
                line(
                    "| `%s` | %s | %s | %s |",
                    fault.name(),
                    text(fault.summary()),
                    share(fault, ModelAlone.ONE),
                    share(fault, ModelAlone.MANY)));
    line("");
    line("### What it catches");
    line("");
    line("| fault | case | tries | time | bytes | steps | connections |");
    line("|---|---|--:|--:|--:|--:|--:|");
    caughtByTheModel(true)
        .forEach(
            fault ->
                ModelAlone.best(data, fault)
                    .ifPresent(
                        row ->
                            line("| `%s` | %s | %s |", fault.name(), row.caseId(), figures(row))));
  }

  /** The faults that one of the cases caught in every run, or the others. */
  private Stream<Zoo.Entry> caughtByTheModel(boolean wanted) {
    return Zoo.faults().stream()
        .filter(fault -> ModelAlone.best(data, fault).isPresent() == wanted);
  }

  private String share(Zoo.Entry fault, String caseId) {
    return data.model(fault.name(), caseId)
        .map(
            row ->
                row.runs().stream().filter(Measured.Run::caught).count()
                    + " of "
                    + row.runs().size())
        .orElse("does not apply");
  }

  private static Stream<Measured> of(List<Measured> rows, Zoo.Entry fault) {
    return rows.stream().filter(one -> one.fault().equals(fault.name()));
  }

  private static boolean isFaulty(Class<?> family) {
    return faults(family).findAny().isPresent();
  }

  private static Stream<Zoo.Entry> faults(Class<?> family) {
    return Zoo.faults().stream().filter(fault -> fault.family() == family);
  }

  private static int most(List<Measured> rows) {
    return rows.stream().mapToInt(row -> row.runs().size()).max().orElse(0);
  }

  /** The decile of the rows, each taken at its median. */
  static long quantile(List<Measured> rows, int tenths, ToLongFunction<Measured.Run> what) {
    long[] sorted =
        rows.stream()
            .filter(row -> row.runs().stream().anyMatch(Measured.Run::caught))
            .mapToLong(row -> row.median(what))
            .sorted()
            .toArray();
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) * tenths / 10];
  }

  private static String time(long micros) {
    return micros < 1000
        ? "< 1 ms"
        : micros < 1_000_000
            ? micros / 1000 + " ms"
            : String.format(Locale.ROOT, "%.1f s", micros / 1e6);
  }

  /** Nothing in a sentence is meant as markup. */
  private static String text(String sentence) {
    return sentence.replaceAll("[\\\\`*_<>\\[\\]|]", "\\\\$0");
  }

  private void line(String format, Object... values) {
    page.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
    page.append('\n');
  }
}

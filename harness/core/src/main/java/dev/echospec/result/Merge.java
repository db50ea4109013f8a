package dev.echospec.result;

import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.script.Script;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes one result of the parts of a run, each of which may have run several times. Pure: it
 * depends on the runs and the catalogue alone.
 */
public final class Merge {
  private final List<ReportedRun> runs;
  private final Map<Integer, List<ReportedRun>> byPart;

  /** A result of a case, and the run that it is of. */
  private record Found(ReportedRun run, CaseResult result) {}

  /** What two cases of different runs must have in common to fail of one fault. */
  private record Shown(Script script, Law law, Violation.Kind kind) {
    static Shown of(Failure failure) {
      return new Shown(failure.sight().script(), failure.sight().law(), failure.sight().kind());
    }
  }

  private Merge(List<ReportedRun> runs) {
    this.runs = List.copyOf(runs);
    this.byPart =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> run.shard().number(), TreeMap::new, Collectors.toList()));
  }

  /**
   * Merges runs. Of a case that ran several times the worst verdict counts, tries and times are
   * added, and different verdicts are told. What is missing is an error of the result.
   *
   * @param runs one or more
   * @throws IllegalArgumentException if they are not parts of one run; the message is for the user
   */
  public static RunResult of(List<ReportedRun> runs) {
    Merge merge = new Merge(runs);
    merge.mustBelongTogether();
    return merge.result();
  }

  private ReportedRun first() {
    return runs.get(0);
  }

  private void mustBelongTogether() {
    mustAgree("version", run -> run.result().version());
    mustAgree("target", run -> run.result().target());
    mustAgree("profile", run -> run.result().profile().id());
    mustAgree("seed", run -> run.result().seed());
    mustAgree("number of parts", run -> run.shard().of());
    mustAgree("selection of cases", run -> run.shard().selected());
    Map<String, Integer> plannedBy = new HashMap<>();
    byPart.forEach(
        (number, same) -> {
          for (ReportedRun run : same) {
            if (!run.shard().equals(same.get(0).shard())) {
              throw differ(same.get(0), run, "cases that were planned");
            }
          }
          for (String id : same.get(0).shard().planned()) {
            Integer other = plannedBy.put(id, number);
            if (other != null || !first().shard().selected().contains(id)) {
              throw notOnePartition(same.get(0), id);
            }
          }
        });
    Optional<String> unplanned =
        first().shard().selected().stream().filter(id -> !plannedBy.containsKey(id)).findFirst();
    if (missing().isEmpty() && unplanned.isPresent()) {
      throw notOnePartition(first(), unplanned.get());
    }
  }

  private void mustAgree(String what, Function<ReportedRun, Object> property) {
    Object expected = property.apply(first());
    runs.stream()
        .filter(run -> !Objects.equals(expected, property.apply(run)))
        .findFirst()
        .ifPresent(
            other -> {
              throw differ(first(), other, what);
            });
  }

  private static IllegalArgumentException differ(ReportedRun one, ReportedRun other, String what) {
    return new IllegalArgumentException(
        one.folder()
            + " and "
            + other.folder()
            + " are not of one run: they differ in the "
            + what);
  }

  private static IllegalArgumentException notOnePartition(ReportedRun run, String id) {
    return new IllegalArgumentException(
        run.folder()
            + " does not divide the cases as the other parts do ("
            + id
            + "): give every part the same --timings");
  }

  private List<Integer> missing() {
    return IntStream.rangeClosed(1, first().shard().of())
        .filter(number -> !byPart.containsKey(number))
        .boxed()
        .toList();
  }

  private RunResult result() {
    Map<String, List<Found>> found = new HashMap<>();
    runs.forEach(
        run ->
            run.result()
                .cases()
                .forEach(
                    one ->
                        found
                            .computeIfAbsent(one.info().id(), id -> new ArrayList<>())
                            .add(new Found(run, one))));
    List<Found> cases =
        Catalogue.all().stream()
            .map(CaseInfo::id)
            .filter(found::containsKey)
            .map(id -> both(found.get(id)))
            .toList();
    return new RunResult(
        first().result().version(),
        first().result().target(),
        first().result().profile(),
        first().result().seed(),
        results().map(RunResult::started).min(Comparator.<Instant>naturalOrder()).orElseThrow(),
        sum(RunResult::took),
        results().flatMap(one -> one.facts().stream()).findFirst(),
        renumbered(cases),
        error(found.keySet()),
        results().flatMap(one -> one.surprises().stream()).distinct().toList(),
        notes(found),
        sum(RunResult::portWait),
        Optional.of(first().shard().whole()));
  }

  private Stream<RunResult> results() {
    return runs.stream().map(ReportedRun::result);
  }

  private Duration sum(Function<RunResult, Duration> time) {
    return results().map(time).reduce(Duration.ZERO, Duration::plus);
  }

  /** Returns the worst of several results of one case, the first of those that are equally bad. */
  private static Found both(List<Found> several) {
    Found worst =
        several.stream()
            .reduce(
                (one, other) ->
                    other.result().verdict().severity() > one.result().verdict().severity()
                        ? other
                        : one)
            .orElseThrow();
    if (several.size() == 1) {
      return worst;
    }
    CaseResult result = worst.result();
    Optional<String> reason =
        differs(several)
            ? Optional.of(result.reason().map(why -> why + "; ").orElse("") + told(several))
            : result.reason();
    return new Found(
        worst.run(),
        new CaseResult(
            result.info(),
            result.verdict(),
            several.stream().mapToInt(one -> one.result().tries()).sum(),
            several.stream().map(one -> one.result().took()).reduce(Duration.ZERO, Duration::plus),
            result.failure(),
            reason,
            result.figures(),
            result.known(),
            result.fault(),
            result.avoids()));
  }

  private static boolean differs(List<Found> several) {
    return several.stream().map(one -> one.result().verdict()).distinct().count() > 1;
  }

  private static String told(List<Found> several) {
    return "differs: "
        + several.stream()
            .map(one -> one.result().verdict() + " in " + one.run().folder())
            .collect(Collectors.joining(", "));
  }

  /**
   * Numbers the faults from 1 in the order of the cases. Each run has counted from 1; what shows
   * itself in the same conversation is the same fault, though two runs have found it.
   */
  private static List<CaseResult> renumbered(List<Found> cases) {
    Map<List<Object>, Integer> numbers = new HashMap<>();
    Map<Shown, Integer> shown = new HashMap<>();
    int last = 0;
    List<CaseResult> renumbered = new ArrayList<>();
    for (Found one : cases) {
      CaseResult result = one.result();
      if (result.fault() == 0 || result.failure().isEmpty()) {
        renumbered.add(result);
        continue;
      }
      List<Object> own = List.of(one.run().folder(), result.fault());
      Shown how = Shown.of(result.failure().get());
      Integer number = numbers.getOrDefault(own, shown.get(how));
      if (number == null) {
        number = ++last;
      }
      numbers.put(own, number);
      shown.putIfAbsent(how, number);
      renumbered.add(result.of(number));
    }
    return renumbered;
  }

  /** A part that did not come to its end counts for nothing where another run of it did. */
  private Optional<String> error(Set<String> judged) {
    List<String> errors = new ArrayList<>();
    List<Integer> missing = missing();
    if (!missing.isEmpty()) {
      Set<String> left = new HashSet<>(first().shard().selected());
      byPart.values().forEach(same -> same.get(0).shard().planned().forEach(left::remove));
      errors.add(
          "missing of "
              + FailureText.count(first().shard().of(), "part", "parts")
              + ": "
              + missing.stream().map(String::valueOf).collect(Collectors.joining(", "))
              + ", with "
              + FailureText.count(left.size(), "case", "cases"));
    }
    byPart
        .values()
        .forEach(
            same -> {
              List<String> unjudged =
                  same.get(0).shard().planned().stream()
                      .filter(id -> !judged.contains(id))
                      .toList();
              boolean ended = same.stream().anyMatch(run -> run.result().isComplete());
              if (!ended) {
                errors.add(broken(same.get(same.size() - 1)));
              } else if (!unjudged.isEmpty()) {
                errors.add(
                    same.get(0).shard().words()
                        + " has no result of "
                        + String.join(", ", unjudged));
              }
            });
    return errors.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", errors));
  }

  private static String broken(ReportedRun run) {
    return run.shard().words()
        + " ("
        + run.folder()
        + ") is not complete: "
        + run.result().error().orElseThrow();
  }

  private List<String> notes(Map<String, List<Found>> found) {
    List<String> notes =
        new ArrayList<>(results().flatMap(one -> one.notes().stream()).distinct().toList());
    byPart
        .values()
        .forEach(
            same -> {
              if (same.stream().anyMatch(run -> run.result().isComplete())) {
                same.stream()
                    .filter(run -> !run.result().isComplete())
                    .map(Merge::broken)
                    .forEach(notes::add);
              }
            });
    String differing =
        Catalogue.all().stream()
            .map(CaseInfo::id)
            .filter(id -> differs(found.getOrDefault(id, List.of())))
            .collect(Collectors.joining(", "));
    if (!differing.isEmpty()) {
      notes.add(
          "differs from one run to the next, of which the worse verdict counts: " + differing);
    }
    return notes;
  }
}

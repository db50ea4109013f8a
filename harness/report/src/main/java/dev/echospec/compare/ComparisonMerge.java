package dev.echospec.compare;

import dev.echospec.compare.ComparisonFile.MemberEntry;
import dev.echospec.result.FailureText;
import dev.echospec.script.Malformed;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes one comparison of the parts of one, each of which may have run several times. The reports
 * of its members and the recordings of its pairs are copied.
 */
public final class ComparisonMerge {
  private final List<ReportedComparison> parts;
  private final List<String> notes = new ArrayList<>();

  private ComparisonMerge(List<ReportedComparison> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Returns whether a folder has a comparison, so that this class can merge it. */
  public static boolean isFor(Path folder) {
    return ReportedComparison.isIn(folder);
  }

  /**
   * Reads parts.
   *
   * @param folders of their reports, one or more
   * @throws Malformed if one of them is no comparison of this version
   * @throws IllegalArgumentException if they are not parts of one comparison; for the user
   */
  public static ComparisonMerge of(List<Path> folders) throws Malformed {
    List<ReportedComparison> parts = new ArrayList<>();
    for (Path folder : folders) {
      parts.add(ReportedComparison.read(folder));
    }
    ComparisonMerge merge = new ComparisonMerge(parts);
    merge.mustBelongTogether();
    return merge;
  }

  private ReportedComparison first() {
    return parts.get(0);
  }

  private void mustBelongTogether() {
    mustAgree("version", one -> one.file().echospec());
    mustAgree("seed", one -> one.file().seed());
    mustAgree("number of parts", one -> one.part().of());
    mustAgree("members, their profiles and targets, or the selection of cases", one -> whole(one));
    Map<String, ReportedComparison> plannedBy = new HashMap<>();
    for (ReportedComparison one : parts) {
      for (String name : one.part().planned()) {
        ReportedComparison other = plannedBy.putIfAbsent(name, one);
        if (other != null && other.part().number() != one.part().number()) {
          throw notOnePartition(one, name);
        }
      }
    }
    first().part().whole().planned().stream()
        .filter(name -> !plannedBy.containsKey(name) && missing().isEmpty())
        .findFirst()
        .ifPresent(
            name -> {
              throw notOnePartition(first(), name);
            });
  }

  private static Part whole(ReportedComparison one) {
    return one.part().whole();
  }

  private void mustAgree(String what, Function<ReportedComparison, Object> property) {
    for (ReportedComparison one : parts) {
      if (!Objects.equals(property.apply(first()), property.apply(one))) {
        throw new IllegalArgumentException(
            first().folder()
                + " and "
                + one.folder()
                + " are not of one comparison: they differ in the "
                + what);
      }
    }
  }

  private static IllegalArgumentException notOnePartition(ReportedComparison one, String name) {
    return new IllegalArgumentException(
        one.folder()
            + " does not divide the members as the other parts do ("
            + name
            + "): give every part the same --timings");
  }

  private List<Integer> missing() {
    TreeSet<Integer> there =
        parts.stream()
            .map(one -> one.part().number())
            .collect(Collectors.toCollection(TreeSet::new));
    return IntStream.rangeClosed(1, first().part().of())
        .filter(number -> !there.contains(number))
        .boxed()
        .toList();
  }

  /** Returns the names of the members and clients of all parts. */
  public List<String> names() {
    return first().part().whole().planned();
  }

  /**
   * Copies what the new report refers to, and returns the merged comparison. Of a member that ran
   * several times the worst result counts, and different ones are told.
   *
   * @param comparison the folder of the new report
   * @throws Malformed if the report of a member is missing
   * @throws IOException if something cannot be copied
   */
  public Comparison perform(Path comparison) throws Malformed, IOException {
    // What a part says of its machine need not hold for the others.
    parts.forEach(
        part -> part.file().notes().forEach(note -> notes.add(part.folder() + ": " + note)));
    List<MemberResult> members = results(first().part().members(), comparison);
    List<MemberResult> clients = results(first().part().clients(), comparison);
    List<PairResult> pairs = pairs(members, clients, comparison);
    boolean complete = isComplete();
    Behaviours behaviours = Behaviours.of(members);
    return new Comparison(
        first().file().echospec(),
        first().file().fleet(),
        first().file().seed(),
        started(),
        Duration.ofMillis(parts.stream().mapToLong(one -> one.file().millis()).sum()),
        complete,
        ComparedCase.of(members, Catalogue.cases()),
        members,
        behaviours,
        Cluster.of(members, behaviours),
        Optional.empty(),
        new Interop(ComparedCase.of(clients, Catalogue.clientCases()), clients, pairs),
        first().part().whole(),
        notes);
  }

  private Instant started() throws Malformed {
    try {
      return parts.stream()
          .map(one -> Instant.parse(one.file().started()))
          .min(Comparator.naturalOrder())
          .orElseThrow();
    } catch (DateTimeException e) {
      throw new Malformed(first().folder() + ": \"started\" is no time");
    }
  }

  /** A part that did not come to its end counts for nothing where another run of it did. */
  private boolean isComplete() {
    List<Integer> missing = missing();
    if (!missing.isEmpty()) {
      notes.add(
          "missing of "
              + FailureText.count(first().part().of(), "part", "parts")
              + ": "
              + missing.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
    Map<Integer, List<ReportedComparison>> byPart =
        parts.stream().collect(Collectors.groupingBy(one -> one.part().number()));
    return missing.isEmpty()
        && byPart.values().stream()
            .allMatch(same -> same.stream().anyMatch(one -> one.file().complete()));
  }

  /** A result, and the part that it is of. */
  private record Found<T>(ReportedComparison part, T result) {}

  private List<MemberResult> results(List<String> names, Path comparison)
      throws Malformed, IOException {
    List<MemberResult> results = new ArrayList<>();
    for (String name : names) {
      List<Found<MemberEntry>> found = new ArrayList<>();
      for (ReportedComparison part : parts) {
        part.entry(name).ifPresent(entry -> found.add(new Found<>(part, entry)));
      }
      if (found.isEmpty()) {
        results.add(absent(name));
        continue;
      }
      Found<MemberEntry> worst =
          worst(name, found, entry -> entry.standing().words(), ComparisonMerge::severity);
      ReportCopy.of(
          MemberFolder.of(worst.part().folder(), name).path(),
          MemberFolder.of(comparison, name).path());
      results.add(ReportedComparison.result(worst.result(), comparison));
    }
    return results;
  }

  /** What was not judged says nothing beside what was. */
  private static int severity(MemberEntry entry) {
    return entry.standing().isJudged() ? entry.standing().ordinal() : -1;
  }

  private static int severity(PairResult pair) {
    return pair.isBroken() ? 1 : pair.verdict() == PairVerdict.WORKS ? 0 : -1;
  }

  private <T> Found<T> worst(
      String name, List<Found<T>> found, Function<T, String> words, Function<T, Integer> severity) {
    if (found.stream().map(one -> words.apply(one.result())).distinct().count() > 1) {
      notes.add(
          name
              + " differs: "
              + found.stream()
                  .map(one -> words.apply(one.result()) + " in " + one.part().folder())
                  .collect(Collectors.joining(", ")));
    }
    Found<T> worst = found.get(0);
    for (Found<T> one : found) {
      worst = severity.apply(one.result()) > severity.apply(worst.result()) ? one : worst;
    }
    return worst;
  }

  private static MemberResult absent(String name) {
    return new MemberResult(
        name,
        "",
        Profile.CONCURRENT,
        ConformanceLevel.NOT_RUN,
        Optional.of("the part that has it is missing"),
        "",
        List.of(),
        Optional.empty(),
        Duration.ZERO,
        List.of(),
        MemberFolder.of(Path.of(""), name).name());
  }

  private List<PairResult> pairs(
      List<MemberResult> members, List<MemberResult> clients, Path comparison) throws IOException {
    List<PairResult> pairs = new ArrayList<>();
    for (MemberResult client : clients) {
      for (MemberResult member : members) {
        List<Found<PairResult>> found = new ArrayList<>();
        for (ReportedComparison part : parts) {
          part.file().pairs().stream()
              .filter(
                  pair ->
                      pair.client().equals(client.name()) && pair.server().equals(member.name()))
              .forEach(pair -> found.add(new Found<>(part, pair)));
        }
        if (!found.isEmpty()) {
          Found<PairResult> worst =
              worst(
                  client.name() + " with " + member.name(),
                  found,
                  pair -> pair.isBroken() ? "fails" : pair.verdict().words(),
                  ComparisonMerge::severity);
          PairResult pair = worst.result();
          if (pair.recording().isPresent()) {
            String folder = PairResult.recordings(client.name(), member.name());
            ReportCopy.of(worst.part().folder().resolve(folder), comparison.resolve(folder));
          }
          pairs.add(pair.judged(Optional.of(client), Optional.of(member)));
        }
      }
    }
    return pairs;
  }
}

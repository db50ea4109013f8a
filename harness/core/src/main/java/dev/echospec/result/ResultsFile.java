package dev.echospec.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.echospec.file.TextFile;
import dev.echospec.result.RunResult.Conformance;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;

/**
 * The file {@code results.json}: a run for programs. The components of this record and of those in
 * it are the properties of the file, in its order and units; docs/results.md and
 * docs/results.schema.json describe them. What a file leaves out reads as 0, false or empty.
 *
 * @param seed of everything random in the run
 * @param started an ISO 8601 instant in UTC
 * @param counts the number of cases by verdict
 * @param error why the run could not begin or go on; empty if it could
 * @param faults that the cases fail of, by number; empty in a file of the first version
 * @param shard the cases that were to run; empty in a file of an earlier kit
 */
public record ResultsFile(
    String format,
    String echospec,
    String target,
    String profile,
    Conformance verdict,
    boolean complete,
    long seed,
    String started,
    long millis,
    long portWaitMillis,
    Optional<FactsEntry> facts,
    Map<String, Long> counts,
    Optional<String> error,
    List<String> notes,
    List<StaleEntry> surprises,
    List<ExplanationEntry> diagnoses,
    Optional<Shard> shard,
    List<FaultEntry> faults,
    List<CaseEntry> cases) {
  /** The name of the file in the folder of a report. */
  public static final String NAME = "results.json";

  /** The version of the format; it changes when a program that reads it would have to. */
  private static final String FORMAT = "results/2";

  /** The versions that are read: the second adds properties, and takes none away. */
  private static final Set<String> READ = Set.of("results/1", FORMAT);

  /** Objects down to the facts and the cases get a line for each property. */
  private static final int DEEPEST = 3;

  /** Refuses a file without a verdict, and copies the lists. */
  public ResultsFile {
    Objects.requireNonNull(verdict, "\"verdict\" is missing");
    notes = List.copyOf(notes);
    surprises = List.copyOf(surprises);
    diagnoses = List.copyOf(diagnoses);
    faults = List.copyOf(faults);
    cases = List.copyOf(cases);
  }

  /**
   * Converts a run.
   *
   * @param result of the run
   * @param complete whether the run is over; otherwise the result is what is known by now
   */
  public static ResultsFile of(RunResult result, boolean complete) {
    FailureText texts =
        new FailureText(result.profile().oracle(), result.target(), Optional.empty());
    return new ResultsFile(
        FORMAT,
        result.version(),
        result.target(),
        result.profile().id(),
        result.conformance(),
        complete,
        result.seed(),
        result.started().toString(),
        result.took().toMillis(),
        result.portWait().toMillis(),
        result.facts().map(FactsEntry::of),
        counts(result::count),
        result.error(),
        result.notes(),
        result.surprises().stream().map(StaleEntry::of).toList(),
        result.explanations().stream().map(ExplanationEntry::of).toList(),
        result.shard(),
        result.faults().stream().map(fault -> FaultEntry.of(fault, texts)).toList(),
        result.cases().stream().map(one -> CaseEntry.of(one, texts)).toList());
  }

  /** Returns a number for each verdict, by its name. */
  public static Map<String, Long> counts(ToLongFunction<Verdict> count) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Arrays.stream(Verdict.values())
        .forEach(verdict -> counts.put(verdict.name(), count.applyAsLong(verdict)));
    return counts;
  }

  /** Returns the text of the file. */
  public String text() {
    return JsonText.print(this, DEEPEST);
  }

  /**
   * Reads a file of this version or an earlier one.
   *
   * @throws Malformed if it cannot be read, or is anything else; the message begins with the path
   */
  public static ResultsFile read(Path path) throws Malformed {
    return TextFile.read(path, JsonText.LONGEST, ResultsFile::parse);
  }

  /**
   * Reads the text of a file of this version or an earlier one.
   *
   * @throws Malformed if it is anything else
   */
  public static ResultsFile parse(String text) throws Malformed {
    JsonNode json = JsonText.parse(text);
    String format = json.path("format").asString("");
    if (!READ.contains(format)) {
      throw new Malformed(
          "\"format\" is \""
              + format
              + "\", this version reads "
              + String.join(" and ", READ.stream().sorted().toList()));
    }
    return JsonText.value(json, ResultsFile.class);
  }

  /** What was found out about the server before the first case; durations are in milliseconds. */
  public record FactsEntry(
      String answers,
      boolean sequential,
      double roundTripMillis,
      long patienceMillis,
      long boundMillis) {
    static FactsEntry of(RunResult.Facts facts) {
      return new FactsEntry(
          facts.answers(),
          facts.sequential(),
          Seconds.millis(facts.roundTrip()),
          facts.patience().toMillis(),
          facts.bound().toMillis());
    }

    /** Returns the facts of the run. */
    public RunResult.Facts facts() {
      return new RunResult.Facts(
          answers,
          sequential,
          Seconds.ofMillis(roundTripMillis),
          Duration.ofMillis(patienceMillis),
          Duration.ofMillis(boundMillis));
    }
  }

  /**
   * An entry of the file of known failures that does not hold any more.
   *
   * @param kind a {@link StaleExpectation.Kind}
   * @param file as the user named it
   * @param line where the entry begins, from 1
   * @param glob which cases the entry is about
   * @param message what is so and what to do, in a sentence
   */
  public record StaleEntry(
      String kind, String file, int line, @JsonProperty("case") String glob, String message) {
    static StaleEntry of(StaleExpectation stale) {
      return new StaleEntry(
          stale.kind().name(),
          stale.file(),
          stale.entry().line(),
          stale.entry().glob(),
          stale.message());
    }

    /** Returns the entry, without its reason and its words, which the file does not hold. */
    StaleExpectation stale() {
      StaleExpectation.Kind known =
          Arrays.stream(StaleExpectation.Kind.values())
              .filter(one -> one.name().equals(kind))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("a surprise of an unknown kind"));
      return new StaleExpectation(
          known, file, new KnownFailure(glob, "", List.of(), Optional.empty(), line), message);
    }
  }

  /** A diagnosis and the ids of the cases that it explains. */
  public record ExplanationEntry(@JsonUnwrapped DiagnosisEntry diagnosis, List<String> cases) {
    static ExplanationEntry of(RunResult.Explanation one) {
      return new ExplanationEntry(DiagnosisEntry.of(one.diagnosis()), one.caseIds());
    }
  }
}

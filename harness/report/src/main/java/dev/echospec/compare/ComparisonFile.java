package dev.echospec.compare;

import dev.echospec.file.TextFile;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.Verdict;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The results.json of a comparison: the components of this record and of those in it are the
 * properties of the file, in its order. docs/compare.md and docs/comparison.schema.json describe
 * them. What a file leaves out reads as 0, false or empty.
 */
public record ComparisonFile(
    String format,
    String echospec,
    String fleet,
    long seed,
    String started,
    long millis,
    boolean complete,
    List<ComparedCase> cases,
    List<MemberEntry> members,
    List<BehaviourEntry> behaviours,
    List<Cluster> clusters,
    Optional<Changes> changes,
    List<ComparedCase> clientCases,
    List<MemberEntry> clients,
    List<PairResult> pairs,
    Optional<Part> shard,
    List<String> notes) {
  /** The version of the format. */
  private static final String FORMAT = "comparison/1";

  /** Objects down to the cases of a member get a line for each property. */
  private static final int DEEPEST = 5;

  /** Converts a comparison. */
  public static ComparisonFile of(Comparison comparison) {
    return new ComparisonFile(
        FORMAT,
        comparison.version(),
        comparison.fleet(),
        comparison.seed(),
        comparison.started().toString(),
        comparison.took().toMillis(),
        comparison.complete(),
        comparison.cases(),
        comparison.members().stream().map(MemberEntry::of).toList(),
        comparison.behaviours().rows().stream()
            .map(row -> BehaviourEntry.of(row, comparison.members()))
            .toList(),
        comparison.clusters(),
        comparison.changes(),
        comparison.interop().cases(),
        comparison.interop().clients().stream().map(MemberEntry::of).toList(),
        comparison.interop().pairs(),
        Optional.of(comparison.part()),
        comparison.notes());
  }

  /** Returns the text of the file. */
  public String text() {
    return JsonText.print(this, DEEPEST);
  }

  /**
   * Returns how long the run of each member took, in milliseconds, by its name.
   *
   * @param path of a results.json of a comparison
   * @throws Malformed if it is anything else; the message begins with the path
   */
  public static Map<String, Long> timings(Path path) throws Malformed {
    ComparisonFile file = TextFile.read(path, JsonText.LONGEST, ComparisonFile::parse);
    return Stream.concat(file.members().stream(), file.clients().stream())
        .collect(Collectors.toMap(MemberEntry::name, MemberEntry::millis, Long::sum));
  }

  /**
   * Reads the text of a file of this version.
   *
   * @throws Malformed if it is anything else
   */
  static ComparisonFile parse(String text) throws Malformed {
    JsonNode json = JsonText.parse(text);
    String format = json.path("format").asString("");
    if (!format.equals(FORMAT)) {
      throw new Malformed(
          "not the results.json of a comparison of this version: its \"format\" is \""
              + format
              + "\" and not "
              + FORMAT);
    }
    if (!json.path("members").isArray()) {
      throw new Malformed("\"members\" must be a list");
    }
    return JsonText.value(json, ComparisonFile.class);
  }

  /**
   * A member.
   *
   * @param problem why it was not run or not judged; empty if it was
   * @param log the end of what its run printed to stderr, where there is a problem
   * @param report the folder of its own report, from that of the comparison
   * @param counts the number of cases by verdict, and of known failures
   */
  public record MemberEntry(
      String name,
      String target,
      String profile,
      ConformanceLevel standing,
      Optional<String> problem,
      String log,
      long millis,
      String report,
      List<String> surprises,
      Map<String, Long> counts,
      List<CellEntry> cases) {
    /** Refuses a member without a standing. */
    public MemberEntry {
      Objects.requireNonNull(standing, "\"standing\" is missing");
    }

    private static MemberEntry of(MemberResult member) {
      Map<String, Long> counts = ResultsFile.counts(member::count);
      counts.put("KNOWN", member.countKnown());
      return new MemberEntry(
          member.name(),
          member.target(),
          member.profile().id(),
          member.standing(),
          member.problem(),
          member.log(),
          member.took().toMillis(),
          member.folder(),
          member.surprises(),
          counts,
          member.cells().stream().map(CellEntry::of).toList());
    }
  }

  /**
   * The result of a case with a member.
   *
   * @param known whether it failed as expected
   * @param message what broke the rule; empty if nothing did, and so are the four after it
   * @param script the failure file, from the folder of the comparison
   */
  public record CellEntry(
      String id,
      Verdict verdict,
      boolean known,
      int tries,
      long millis,
      Optional<String> reason,
      Optional<String> message,
      Optional<String> diagnosis,
      Optional<String> script,
      Optional<String> replay) {
    /** Refuses a cell without a verdict. */
    public CellEntry {
      Objects.requireNonNull(verdict, "\"verdict\" is missing");
    }

    private static CellEntry of(CellResult cell) {
      return new CellEntry(
          cell.caseId(),
          cell.verdict(),
          cell.isKnown(),
          cell.entry().tries(),
          cell.entry().millis(),
          cell.entry().reason(),
          cell.message(),
          cell.diagnosis(),
          cell.script(),
          cell.replay());
    }
  }

  /**
   * A behaviour that the rules leave open.
   *
   * @param comparable whether equal texts mean equal behaviour
   * @param values by the name of the member; empty where it is not known
   */
  public record BehaviourEntry(
      String name, boolean comparable, Map<String, Optional<String>> values) {
    private static BehaviourEntry of(Behaviours.Row row, List<MemberResult> members) {
      Map<String, Optional<String>> values = new LinkedHashMap<>();
      for (int i = 0; i < members.size(); i++) {
        values.put(members.get(i).name(), row.values().get(i));
      }
      return new BehaviourEntry(row.name(), row.comparable(), values);
    }
  }
}

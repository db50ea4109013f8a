package dev.echospec.cli;

import dev.echospec.compare.ComparisonFile;
import dev.echospec.compare.Fleet;
import dev.echospec.compare.Part;
import dev.echospec.compare.Participant;
import dev.echospec.file.IoErrors;
import dev.echospec.option.ShardNumber;
import dev.echospec.option.Timings;
import dev.echospec.result.CaseEntry;
import dev.echospec.result.ResultsFile;
import dev.echospec.result.Shard;
import dev.echospec.script.Malformed;
import dev.echospec.suite.CaseInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which part of a run this process does. */
final class ShardOptions {
  private final Map<String, String> environment;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--shard",
      paramLabel = "I/N|auto",
      description =
          "Only the I-th of N parts; auto takes I and N from the variables of GitLab, a Kubernetes"
              + " indexed Job, or Bazel. Needs --seed or --run-id: see docs/ci.md.")
  private @Nullable String shard;

  @Option(
      names = "--timings",
      paramLabel = "FILE",
      description = "The results.json of an earlier run: the parts take about equally long.")
  private @Nullable Path timings;

  /**
   * Creates the options.
   *
   * @param environment variables that {@code auto} reads
   */
  ShardOptions(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Returns the part of the selected cases.
   *
   * @param selected by the options of the cases
   * @param seeded whether the user has set the seed
   * @throws ParameterException if there is no such part, or nothing to read the number from
   */
  Shard cases(List<CaseInfo> selected, boolean seeded) {
    Optional<ShardNumber> number = number(seeded);
    if (number.isEmpty()) {
      return Shard.of(1, 1, selected, selected);
    }
    Map<String, Long> millis =
        timings == null
            ? Map.of()
            : read(ResultsFile::read).cases().stream()
                .collect(Collectors.toMap(CaseEntry::id, CaseEntry::millis, Long::sum));
    List<Long> weights = new Timings(millis).of(selected.stream().map(CaseInfo::id).toList());
    return Shard.of(
        number.get().number(), number.get().of(), number.get().part(selected, weights), selected);
  }

  /**
   * Returns the part of the members and clients of a fleet, which may be none.
   *
   * @param fleet all of them
   * @param seeded whether the user has set the seed
   * @param pairs whether every client is to talk to every member
   * @param options of the command lines that judge them
   * @throws ParameterException as above
   */
  Part members(Fleet fleet, boolean seeded, boolean pairs, List<String> options) {
    List<String> names = fleet.participants().stream().map(Participant::name).toList();
    Optional<ShardNumber> number = number(seeded);
    if (number.isEmpty()) {
      return Part.of(new ShardNumber(1, 1), fleet, names, pairs, options);
    }
    Timings known = timings == null ? Timings.none() : new Timings(read(ComparisonFile::timings));
    return Part.of(number.get(), fleet, number.get().part(names, known.of(names)), pairs, options);
  }

  private Optional<ShardNumber> number(boolean seeded) {
    if (shard == null) {
      if (timings != null) {
        throw wrong("--timings balances the parts of a run: give --shard, too");
      }
      return Optional.empty();
    }
    if (!seeded) {
      throw wrong("--shard needs --seed N or --run-id TEXT, the same for all parts");
    }
    try {
      ShardNumber number = ShardNumber.parse(shard, environment);
      if (shard.equals(ShardNumber.AUTO)) {
        ShardNumber.statusFile(environment).ifPresent(this::touch);
      }
      return Optional.of(number);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private void touch(String file) {
    try {
      Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
          .close();
    } catch (IOException e) {
      throw wrong(
          ShardNumber.BAZEL_STATUS_FILE
              + "="
              + file
              + " cannot be written: "
              + IoErrors.inWords(e));
    }
  }

  /** Reads what an earlier run has left. */
  private interface Reader<T> {
    T read(Path path) throws Malformed;
  }

  private <T> T read(Reader<T> reader) {
    try {
      return reader.read(timings);
    } catch (Malformed e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}

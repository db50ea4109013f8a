package dev.echospec.cli;

import dev.echospec.engine.Settings;
import dev.echospec.option.Selection;
import dev.echospec.result.Glob;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cases run, how often each is tried, and from which seed. */
final class CaseOptions {
  @Option(
      names = "--case",
      paramLabel = "GLOB",
      description = "Only cases that match, such as 'close/*'. May be repeated.")
  private List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "No cases that match. May be repeated.")
  private List<String> exclude = List.of();

  @Option(
      names = "--tries",
      paramLabel = "N",
      converter = OptionConverter.Tries.class,
      description =
          "Tries of a plain case; expensive ones get fewer (default: " + Settings.TRIES + ").")
  private int tries = Settings.TRIES;

  @Option(
      names = "--thorough",
      description =
          "Take more time: "
              + Settings.THOROUGH
              + " times the tries, and that much more time for each case; 1 GiB in flow/large,"
              + " 10,000 clients in concurrent/many.")
  private boolean thorough;

  @Option(
      names = "--seed",
      paramLabel = "N",
      converter = OptionConverter.Seed.class,
      description = "Of everything random, to repeat a run (default: a new one).")
  private @Nullable Long seed;

  @Option(
      names = "--run-id",
      paramLabel = "TEXT",
      converter = OptionConverter.RunId.class,
      description =
          "Takes the seed from a text that all parts of a run have in common, such as the number of"
              + " a pipeline.")
  private @Nullable Long runId;

  /** Returns the selected cases for servers: see {@link #cases(List)}. */
  List<CaseInfo> cases() {
    return cases(Catalogue.cases());
  }

  /**
   * Returns the selected cases in their order.
   *
   * @param catalogue what to choose from
   * @throws IllegalArgumentException if a glob matches none, or nothing is left; the message is for
   *     the user
   */
  List<CaseInfo> cases(List<CaseInfo> catalogue) {
    if (seed != null && runId != null) {
      throw new IllegalArgumentException("--run-id stands for a seed: give it or --seed");
    }
    return new Selection(include, exclude).cases(catalogue);
  }

  /**
   * Returns whether anything of a catalogue is selected.
   *
   * @param catalogue some of all cases
   * @throws IllegalArgumentException if a glob matches no case at all, or nothing is left of all
   */
  boolean selects(List<CaseInfo> catalogue) {
    return cases(Catalogue.all()).stream().anyMatch(catalogue::contains);
  }

  /** Returns 1 or more. */
  int tries() {
    return tries;
  }

  boolean thorough() {
    return thorough;
  }

  /** Returns whether the user has set the seed, so that another process can have the same. */
  boolean isSeeded() {
    return seed != null || runId != null;
  }

  /** The user's, or one that was drawn when this was asked first. */
  long seed() {
    if (seed == null) {
      seed =
          runId != null ? runId : (long) ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    }
    return seed;
  }

  /**
   * The same for the command line of another process.
   *
   * @param catalogue what that process chooses from: globs that match nothing of it are left out
   */
  List<String> words(List<CaseInfo> catalogue) {
    List<String> words = new ArrayList<>(List.of("--seed", Long.toString(seed())));
    for (String glob : include) {
      if (catalogue.stream().anyMatch(info -> Glob.matches(glob, info.id()))) {
        words.addAll(List.of("--case", glob));
      }
    }
    for (String glob : exclude) {
      if (catalogue.stream().anyMatch(info -> Glob.matches(glob, info.id()))) {
        words.addAll(List.of("--exclude", glob));
      }
    }
    words.addAll(List.of("--tries", Integer.toString(tries())));
    if (thorough) {
      words.add("--thorough");
    }
    return words;
  }
}
